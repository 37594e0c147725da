package io.shardrouter.benchmarks.moves;

import java.sql.SQLException;

/** One way to bring rows from one server to the other. For one thread. */
interface Transfer extends AutoCloseable {
  /** Brings them from {@code from} to {@code to}, where nothing of them is. */
  void move(int from, int to) throws SQLException;

  /** {@link #move}, and how long that took, in milliseconds. */
  default double millis(int from, int to) throws SQLException {
    long start = System.nanoTime();
    move(from, to);
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  void close() throws SQLException;
}
