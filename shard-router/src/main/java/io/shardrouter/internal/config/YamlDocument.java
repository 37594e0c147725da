package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * One YAML 1.2 text, read as a tree of nodes. It remembers on which line each setting stands, so
 * that rules can name settings by their paths and know nothing of files. Not thread-safe.
 */
final class YamlDocument {
  private final String source;
  private final Placeholders placeholders;
  private final Map<String, Integer> lines = new HashMap<>();

  YamlDocument(String source, Placeholders placeholders) {
    this.source = source;
    this.placeholders = placeholders;
  }

  /** The whole document, a mapping; its path is empty. */
  YamlSection root(String yaml) {
    Node root = compose(yaml);
    return new YamlValue(this, "", root).section();
  }

  private Node compose(String yaml) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setAllowNonScalarKeys(true).build();
    Optional<Node> root;
    try {
      StreamReader reader = new StreamReader(settings, yaml);
      root = new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
    } catch (MarkedYamlEngineException e) {
      e.getProblemMark().or(e::getContextMark).ifPresent(mark -> remember("YAML", mark));
      throw notYaml();
    } catch (YamlEngineException e) {
      throw notYaml();
    }
    return root.orElseThrow(
        () ->
            ConfigurationException.of(
                "YAML", "the text is empty; give at least shards and groups"));
  }

  /** Neither with the parser's words nor with its cause: both may quote a password. */
  private static ConfigurationException notYaml() {
    return ConfigurationException.of(
        "YAML",
        "cannot be read as one YAML 1.2 document from here on; check the indentation, and put"
            + " quotes around values that begin with one of * & ! @ % ` or hold \": \"");
  }

  String expand(String setting, String text) {
    return placeholders.expand(setting, text);
  }

  void remember(String setting, Node node) {
    node.getStartMark().ifPresent(mark -> remember(setting, mark));
  }

  private void remember(String setting, Mark mark) {
    lines.put(setting, mark.getLine() + 1);
  }

  /** From 1; of a setting that is not there, the line of the one it would stand in. */
  int lineOf(String setting) {
    String path = setting;
    while (!lines.containsKey(path) && !path.isEmpty()) {
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return lines.getOrDefault(path, 1);
  }
}
