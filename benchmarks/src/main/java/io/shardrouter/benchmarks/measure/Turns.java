package io.shardrouter.benchmarks.measure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures paths by turns: a short block of one, a short block of the next, over and over. What
 * else the machine does strikes all of them alike, so that their ratio holds where the times
 * themselves do not.
 *
 * @param <K> what a path is called
 * @param <P> a path
 */
public final class Turns<K, P> {

  /**
   * What a path does once.
   *
   * @param <P> a path
   */
  @FunctionalInterface
  public interface Operation<P> {
    /** Gives something made of what was read. */
    long run(P path) throws SQLException;
  }

  private final Map<K, P> paths;
  private final Operation<P> operation;
  private final int block;
  private final int each;
  private long sum;

  /**
   * @param block how many operations a path does at its turn
   */
  public Turns(Map<K, P> paths, Operation<P> operation, int block) {
    this(paths, operation, block, 1);
  }

  /**
   * @param block how often a path runs {@code operation} at its turn
   * @param each how many things {@code operation} does at once, so that a figure is that of one
   */
  public Turns(Map<K, P> paths, Operation<P> operation, int block, int each) {
    this.paths = new LinkedHashMap<>(paths);
    this.operation = operation;
    this.block = block;
    this.each = each;
  }

  /** Gives every path {@code warmUp} turns that do not count and then {@code rounds} that do. */
  public Map<K, Series> run(int warmUp, int rounds) throws SQLException {
    go(warmUp);
    return go(rounds);
  }

  private Map<K, Series> go(int rounds) throws SQLException {
    Map<K, Series> measured = new LinkedHashMap<>();
    paths.keySet().forEach(path -> measured.put(path, new Series()));
    List<K> order = new ArrayList<>(paths.keySet());
    for (int round = 0; round < rounds; round++) {
      for (K path : order) {
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

  private void turn(P path, Series series) throws SQLException {
    Allocated before = Allocated.soFar();
    long start = System.nanoTime();
    for (int i = 0; i < block; i++) {
      sum += operation.run(path);
    }
    long nanos = System.nanoTime() - start;
    double times = (double) block * each;
    series.add(nanos / times, before.since() / times);
  }
}
