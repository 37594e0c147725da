package io.shardrouter.demo;

import io.shardrouter.ScatterResult;
import io.shardrouter.ShardedDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Counts all users over and over: nobody may be seen twice or not at all, whoever moves. */
final class ExactCounts {
  private static final Duration BETWEEN = Duration.ofMillis(25);

  private final long expected;
  private long samples;

  ExactCounts(long expected) {
    this.expected = expected;
  }

  /**
   * Counts as long as {@code condition} holds.
   *
   * @throws DemoFailure where a count differs
   */
  void run(ShardedDataSource router, Appends.Condition condition) throws SQLException {
    while (condition.holds()) {
      long users = 0;
      try (ScatterResult result = router.scatter("select count(*) from users")) {
        while (result.next()) {
          users += result.row().getLong(1);
        }
      }
      DemoFailure.unlessEqual("users counted amid the moves", expected, users);
      samples++;
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  /** How often all users were counted, each time exactly. */
  long samples() {
    return samples;
  }
}
