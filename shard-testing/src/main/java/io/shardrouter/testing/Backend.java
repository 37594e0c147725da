package io.shardrouter.testing;

import java.util.Map;

/** Where servers come from. */
sealed interface Backend permits EmbeddedBackend, LocalBackend, TestcontainersBackend {

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
      case "testcontainers" -> testcontainers();
      default ->
          throw new IllegalArgumentException(
              "Unknown backend '%s' in the system property %s; use embedded, local or testcontainers"
                  .formatted(name, PROPERTY));
    };
  }

  /** Testcontainers is an optional dependency. */
  private static Backend testcontainers() {
    try {
      Class.forName("org.testcontainers.postgresql.PostgreSQLContainer");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          PROPERTY
              + "=testcontainers needs the dependency org.testcontainers:testcontainers-postgresql",
          e);
    }
    return new TestcontainersBackend();
  }

  /** Initialized at the first use, by the class loader's own lock. */
  final class ConfiguredBackend {
    private static final Backend INSTANCE = named(System.getProperty(PROPERTY, "embedded"));

    private ConfiguredBackend() {}
  }
}
