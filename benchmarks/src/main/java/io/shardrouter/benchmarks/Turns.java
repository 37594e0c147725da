package io.shardrouter.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures paths by turns: a short block of one, a short block of the next, over and over. What
 * else the machine does strikes all of them alike, so that their ratio holds where the times
 * themselves do not.
 */
final class Turns {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a path does once. */
  @FunctionalInterface
  interface Operation {
    long run(PointSelect path, String id) throws SQLException;
  }

  private final Users users;
  private final Map<Path, PointSelect> paths;
  private final Operation operation;
  private final int block;
  private long sum;

  /**
   * @param block how many operations a path does at its turn
   */
  Turns(Users users, Map<Path, PointSelect> paths, Operation operation, int block) {
    this.users = users;
    this.paths = paths;
    this.operation = operation;
    this.block = block;
  }

  /** Gives every path {@code warmUp} turns that do not count and then {@code rounds} that do. */
  Map<Path, Series> run(int warmUp, int rounds) throws SQLException {
    go(warmUp);
    return go(rounds);
  }

  private Map<Path, Series> go(int rounds) throws SQLException {
    Map<Path, Series> measured = new EnumMap<>(Path.class);
    paths.keySet().forEach(path -> measured.put(path, new Series()));
    List<Path> order = new ArrayList<>(paths.keySet());
    for (int round = 0; round < rounds; round++) {
      for (Path path : order) {
        turn(paths.get(path), measured.get(path));
      }
      // Nobody always comes after the same one.
      Collections.rotate(order, 1);
    }
    if (sum == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return measured;
  }

  private void turn(PointSelect path, Series series) throws SQLException {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    for (int i = 0; i < block; i++) {
      sum += operation.run(path, users.next());
    }
    long nanos = System.nanoTime() - start;
    series.add(
        (double) nanos / block,
        (double) (THREADS.getCurrentThreadAllocatedBytes() - bytes) / block);
  }
}
