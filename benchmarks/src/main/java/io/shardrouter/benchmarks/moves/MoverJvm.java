package io.shardrouter.benchmarks.moves;

import com.google.common.base.Splitter;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A migrator in a JVM of its own with little memory, which moves one slot and ends. */
public final class MoverJvm {
  private static final String PASSWORD = "MOVER_PASSWORD";

  private MoverJvm() {}

  /**
   * What it did.
   *
   * @param total as the migrator measured it, without the start of its JVM
   * @param heap the most that was used of it, in MiB
   */
  record Done(long rows, Duration total, Duration pause, double heap) {}

  /** Starts one with a heap of {@code mebibytes} at most, and waits for its end. */
  static Done run(EmbeddedShards shards, int slot, int to, int mebibytes) throws SQLException {
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + mebibytes + "m",
                "-classpath",
                System.getProperty("java.class.path"),
                MoverJvm.class.getName(),
                shards.url(0),
                shards.url(1),
                shards.username(),
                "" + slot,
                "" + to)
            .redirectError(Redirect.INHERIT);
    command.environment().put(PASSWORD, shards.password());
    try {
      Process mover = command.start();
      String said = new String(mover.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (mover.waitFor() != 0) {
        throw new SQLException("the mover ended with status " + mover.exitValue());
      }
      List<String> parts = Splitter.on(' ').splitToList(said.trim());
      return new Done(
          Long.parseLong(parts.get(0)),
          Duration.ofNanos(Long.parseLong(parts.get(1))),
          Duration.ofNanos(Long.parseLong(parts.get(2))),
          Double.parseDouble(parts.get(3)));
    } catch (IOException e) {
      throw new SQLException("the mover cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  /** Moves a slot: URL of shard 0, URL of shard 1, user, slot, target. */
  public static void main(String[] args) throws SQLException {
    try (Migrator migrator =
        Migrator.open(Pair.config(List.of(args[0], args[1]), args[2], System.getenv(PASSWORD)))) {
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
              + peakHeap());
    }
  }

  private static double peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum()
        / 1048576.0;
  }
}
