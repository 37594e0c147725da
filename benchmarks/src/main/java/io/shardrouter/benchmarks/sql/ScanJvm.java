package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.OwnJvm;
import java.sql.SQLException;
import java.util.List;

/** All states in order in a JVM of its own with little memory. */
public final class ScanJvm {
  private ScanJvm() {}

  /**
   * What it did.
   *
   * @param heap the most that was used of it, in MiB
   */
  record Done(double millis, double heap, long sum) {}

  /**
   * @throws SQLException where it does not get through, also for want of memory
   */
  static Done run(Way way, Access access, int mebibytes) throws SQLException {
    List<String> said =
        OwnJvm.run(ScanJvm.class, mebibytes, access.password(), Arguments.of(way, access));
    return new Done(
        Double.parseDouble(said.get(0)),
        Double.parseDouble(said.get(1)),
        Long.parseLong(said.get(2)));
  }

  /** Reads: what {@link Arguments} tells. */
  public static void main(String[] args) throws SQLException {
    Arguments arguments = Arguments.read(args);
    try (Contender way = arguments.open()) {
      long start = System.nanoTime();
      long sum = way.scan(1_000);
      double millis = (System.nanoTime() - start) / 1e6;
      System.out.println(millis + " " + OwnJvm.peakHeap() + " " + sum);
    }
  }
}
