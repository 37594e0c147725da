package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.OwnJvm;
import java.sql.SQLException;

/** A JVM that starts, opens a way, reads one row, and ends. */
public final class FirstRowJvm {
  private static final int MEBIBYTES = 256;

  private FirstRowJvm() {}

  /** From {@code main} to the row, in milliseconds. */
  static double millis(Way way, Access access) throws SQLException {
    return Double.parseDouble(
        OwnJvm.run(FirstRowJvm.class, MEBIBYTES, access.password(), Arguments.of(way, access))
            .get(0));
  }

  /** Reads: what {@link Arguments} tells. */
  public static void main(String[] args) throws SQLException {
    long start = System.nanoTime();
    Arguments arguments = Arguments.read(args);
    try (Contender way = arguments.open()) {
      way.select(Data.id(0));
      System.out.println((System.nanoTime() - start) / 1e6);
    }
  }
}
