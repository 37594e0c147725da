package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The value of one setting, read as what the setting needs; faults name the setting's path. */
final class YamlValue {
  private static final Set<Tag> SCALARS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.ENV_TAG);
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})(|KiB|MiB|GiB)");

  private final YamlDocument document;
  private final String path;
  private final Node node;

  YamlValue(YamlDocument document, String path, Node node) {
    this.document = document;
    this.path = path;
    this.node = node;
  }

  ConfigurationException fault(String fault) {
    return ConfigurationException.of(path, fault);
  }

  YamlSection section() {
    if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
      return new YamlSection(document, path, mapping);
    }
    throw fault("must be a mapping; write name: value lines below it, or {name: value}");
  }

  List<YamlValue> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw fault("must be a list; write [a, b] or lines that begin with -");
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      String itemPath = path + "[" + items.size() + "]";
      document.remember(itemPath, item);
      items.add(new YamlValue(document, itemPath, item));
    }
    return items;
  }

  /** The text after expansion; numbers and the like as they were written. */
  String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw fault("must be a single value, not a list or a mapping");
    }
    if (!SCALARS.contains(node.getTag())) {
      throw fault("has a YAML tag; leave it out, and put quotes around a value that begins with !");
    }
    if (node.getTag().equals(Tag.NULL)) {
      throw fault("has no value; give one, or leave the setting out");
    }
    return document.expand(path, scalar.getValue());
  }

  int integer() {
    String text = text();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw fault("\"" + text + "\" is no whole number; write one like 2");
    }
  }

  /** A number of bytes, with or without a unit. */
  long bytes() {
    String text = text();
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw fault("\"" + text + "\" is no size; write bytes, or one like 512KiB, 64MiB or 1GiB");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "KiB" -> count << 10;
      case "MiB" -> count << 20;
      case "GiB" -> count << 30;
      default -> count;
    };
  }

  Duration duration() {
    String text = text();
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        default -> Duration.ofHours(count);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw fault(
          "\"" + text + "\" is no duration; write it with its unit, like 5s, 500ms, 2m or PT5S");
    }
  }

  /** One of an enum's constants, written in lower case with dashes. */
  <E extends Enum<E>> E oneOf(Class<E> type) {
    String text = text();
    for (E constant : type.getEnumConstants()) {
      if (written(constant).equals(text)) {
        return constant;
      }
    }
    throw fault(
        "\""
            + text
            + "\" is not possible; write "
            + Arrays.stream(type.getEnumConstants())
                .map(YamlValue::written)
                .collect(Collectors.joining(" or ")));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
