package io.shardrouter.benchmarks.measure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Of the libraries that are measured, as their jars tell. */
public final class Versions {
  private Versions() {}

  /** All that a figure depends on. */
  public static String line() throws IOException {
    return "Versions: pgjdbc %s, HikariCP %s, ShardingSphere-JDBC %s."
        .formatted(
            of("org.postgresql", "postgresql"),
            of("com.zaxxer", "HikariCP"),
            of("org.apache.shardingsphere", "shardingsphere-jdbc"));
  }

  private static String of(String group, String artifact) throws IOException {
    String path = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream in = Versions.class.getResourceAsStream(path)) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }
}
