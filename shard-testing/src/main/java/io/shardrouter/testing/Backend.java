package io.shardrouter.testing;

import java.util.Map;

/** Where servers come from. */
sealed interface Backend permits EmbeddedBackend, LocalBackend {

  /** The system property that names the backend. */
  String PROPERTY = "shards.backend";

  /**
   * Starts one server that answers on return.
   *
   * @param settings entries of {@code postgresql.conf}, unquoted
   */
  Server start(Map<String, String> settings);

  /** The backend of this JVM; the system property is read once, at first use. */
  static Backend configured() {
    return ConfiguredBackend.INSTANCE;
  }

  static Backend named(String name) {
    return switch (name) {
      case "embedded" -> new EmbeddedBackend();
      case "local" -> new LocalBackend();
      default ->
          throw new IllegalArgumentException(
              "Unknown backend '%s' in the system property %s; use embedded, local or testcontainers"
                  .formatted(name, PROPERTY));
    };
  }

  /** Initialized at the first use, by the class loader's own lock. */
  final class ConfiguredBackend {
    private static final Backend INSTANCE = named(System.getProperty(PROPERTY, "embedded"));

    private ConfiguredBackend() {}
  }
}
