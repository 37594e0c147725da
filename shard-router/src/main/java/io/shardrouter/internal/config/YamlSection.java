package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping of settings, each name once. */
final class YamlSection {
  private final YamlDocument document;
  private final String path;
  private final MappingNode node;
  private final Map<String, YamlValue> values = new LinkedHashMap<>();

  YamlSection(YamlDocument document, String path, MappingNode node) {
    this.document = document;
    this.path = path;
    this.node = node;
    for (NodeTuple tuple : node.getValue()) {
      String name = nameOf(tuple.getKeyNode());
      document.remember(pathOf(name), tuple.getKeyNode());
      YamlValue value = new YamlValue(document, pathOf(name), tuple.getValueNode());
      if (values.putIfAbsent(name, value) != null) {
        throw ConfigurationException.of(pathOf(name), "is given twice; keep one of the two");
      }
    }
  }

  /** The same section under a path by which people know it better. */
  YamlSection at(String betterPath) {
    document.remember(betterPath, node);
    return new YamlSection(document, betterPath, node);
  }

  /** Throws on the first name that is not known. */
  YamlSection only(Collection<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw ConfigurationException.of(
            pathOf(name), "is no setting" + NearestName.suggestion(name, known));
      }
    }
    return this;
  }

  Optional<YamlValue> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A setting that must be there; {@code remedy} says what to give. */
  YamlValue require(String name, String remedy) {
    return find(name)
        .orElseThrow(() -> ConfigurationException.of(pathOf(name), "is missing; " + remedy));
  }

  Map<String, YamlValue> values() {
    return values;
  }

  /** All values as text, for settings that others define. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, value.text()));
    return texts;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Lets errors that name a setting in another way find its line too. */
  void alias(String name, String otherName) {
    for (NodeTuple tuple : node.getValue()) {
      if (nameOf(tuple.getKeyNode()).equals(name)) {
        document.remember(pathOf(otherName), tuple.getKeyNode());
      }
    }
  }

  private String nameOf(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    document.remember(pathOf("?"), key);
    throw ConfigurationException.of(pathOf("?"), "has a name that is no text; write name: value");
  }
}
