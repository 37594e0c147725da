package io.shardrouter.benchmarks.moves;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.measure.Together;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Users who do not move, each statement at a time that was fixed beforehand. What one takes is
 * counted from then on, so that a statement which waits for a slow one before it counts its waiting
 * too.
 */
final class OtherUsers {
  private static final int THREADS = 4;
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final String READ = "select name, balance from users where id = ?";
  private static final String WRITE = "update users set balance = balance + 1 where id = ?";

  private final ShardedDataSource router;
  private final List<String> ids;

  OtherUsers(ShardedDataSource router, List<String> ids) {
    this.router = router;
    this.ids = List.copyOf(ids);
  }

  /**
   * How long statements took.
   *
   * @param reads in microseconds
   * @param writes in microseconds
   * @param samples each of them
   */
  record Latencies(Histogram reads, Histogram writes, List<Sample> samples) {
    Latencies() {
      this(new Histogram(3), new Histogram(3), new ArrayList<>());
    }

    private void add(Sample sample) {
      samples.add(sample);
      (sample.isRead() ? reads : writes).recordValue(sample.nanos() / 1_000);
    }

    private void add(Latencies other) {
      reads.add(other.reads);
      writes.add(other.writes);
      samples.addAll(other.samples);
    }
  }

  /**
   * One statement.
   *
   * @param due when it should have begun, by {@link System#nanoTime}
   * @param nanos from then to its end
   */
  record Sample(boolean isRead, long due, long nanos) {}

  /** Reads and writes by turns for so long. */
  Latencies during(Duration time) throws SQLException {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Latencies>> shares = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        long first = start + BETWEEN.toNanos() * thread / THREADS;
        shares.add(threads.submit(() -> loop(first, start + time.toNanos())));
      }
      Latencies all = new Latencies();
      Together.all(shares).forEach(all::add);
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private Latencies loop(long first, long end) throws SQLException {
    Latencies latencies = new Latencies();
    boolean isRead = true;
    for (long due = first; due < end; due += BETWEEN.toNanos()) {
      await(due);
      run(isRead ? READ : WRITE);
      latencies.add(new Sample(isRead, due, System.nanoTime() - due));
      isRead = !isRead;
    }
    return latencies;
  }

  static void await(long due) {
    for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
      LockSupport.parkNanos(early);
    }
  }

  private void run(String sql) throws SQLException {
    String id = ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
    try (Connection connection = router.getConnection(ShardKey.of(Pair.GROUP, id));
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      statement.execute();
    }
  }
}
