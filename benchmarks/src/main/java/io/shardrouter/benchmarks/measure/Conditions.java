package io.shardrouter.benchmarks.measure;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a figure depends on, besides the code. */
public final class Conditions {
  private Conditions() {}

  /**
   * The first line of a report.
   *
   * @param effort like {@code 1 thread, 100 rounds}
   */
  public static String line(String serverVersion, String effort) {
    return "%s, JDK %s, PostgreSQL %s, %d cores, %s.%n%n"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.version(),
            serverVersion,
            Runtime.getRuntime().availableProcessors(),
            effort);
  }
}
