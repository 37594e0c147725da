package io.shardrouter.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a report goes. */
public final class Destination {
  private Destination() {}

  /**
   * Writes.
   *
   * @param file empty: standard output
   */
  public static void write(String file, String report) throws IOException {
    if (file.isEmpty()) {
      System.out.print(report);
    } else {
      Files.writeString(Path.of(file), report);
    }
  }
}
