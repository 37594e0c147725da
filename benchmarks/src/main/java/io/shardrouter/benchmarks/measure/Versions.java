package io.shardrouter.benchmarks.measure;

/** Of the libraries that are measured, as Maven resolved them when this was packed. */
public final class Versions {
  private Versions() {}

  /** All that a figure depends on. */
  public static String line() {
    return "Versions: pgjdbc %s, HikariCP %s, ShardingSphere-JDBC %s."
        .formatted(
            of("org.postgresql:postgresql"),
            of("com.zaxxer:HikariCP"),
            of("org.apache.shardingsphere:shardingsphere-jdbc"));
  }

  private static String of(String library) {
    return ClassPath.version(library).orElse("unknown");
  }
}
