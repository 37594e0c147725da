package io.shardrouter.benchmarks.moves;

import io.shardrouter.benchmarks.measure.OwnJvm;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A migrator in a JVM of its own with little memory, which moves one slot and ends. */
public final class MoverJvm {
  private MoverJvm() {}

  /**
   * What it did.
   *
   * @param total as the migrator measured it, without the start of its JVM
   * @param heap the most that was used of it, in MiB
   */
  record Done(long rows, Duration total, Duration pause, double heap) {}

  /** Starts one with a heap of {@code mebibytes} at most, and waits for its end. */
  static Done run(Pair pair, int slot, int to, int mebibytes) throws SQLException {
    List<String> parts =
        OwnJvm.run(
            MoverJvm.class,
            mebibytes,
            pair.password(),
            List.of(pair.url(0), pair.url(1), pair.username(), "" + slot, "" + to));
    return new Done(
        Long.parseLong(parts.get(0)),
        Duration.ofNanos(Long.parseLong(parts.get(1))),
        Duration.ofNanos(Long.parseLong(parts.get(2))),
        Double.parseDouble(parts.get(3)));
  }

  /** Moves a slot: URL of shard 0, URL of shard 1, user, slot, target. */
  public static void main(String[] args) throws SQLException {
    try (Migrator migrator =
        Migrator.open(Pair.config(List.of(args[0], args[1]), args[2], OwnJvm.password()))) {
      MoveReport report =
          migrator.move(
              MoveRequest.slot(Pair.GROUP, Integer.parseInt(args[3]), Integer.parseInt(args[4])));
      System.out.println(
          report.rows()
              + " "
              + report.total().toNanos()
              + " "
              + report.pause().toNanos()
              + " "
              + OwnJvm.peakHeap());
    }
  }
}
