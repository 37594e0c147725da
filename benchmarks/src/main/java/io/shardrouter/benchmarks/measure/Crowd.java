package io.shardrouter.benchmarks.measure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that work at once; they stay, so that what they allocate is seen. For one caller. */
public final class Crowd implements AutoCloseable {
  private final int size;
  private final ExecutorService threads;

  /**
   * @param size how many threads
   */
  public Crowd(int size) {
    this.size = size;
    this.threads = Executors.newFixedThreadPool(size);
  }

  /** What one of them does. */
  @FunctionalInterface
  public interface Part {
    /**
     * Gives something made of what was read.
     *
     * @param thread its number, from 0
     */
    long run(int thread) throws SQLException;
  }

  /** Has each of them do its part, and gives the sum of what they give. */
  public long all(Part part) throws SQLException {
    List<Future<Long>> asked = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int thread = i;
      asked.add(threads.submit(() -> part.run(thread)));
    }
    return Together.all(asked).stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
