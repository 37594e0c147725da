package io.shardrouter.migrator.internal.sql;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Tries for a lock again and again with growing pauses. Each attempt waits only for {@link
 * #LOCK_TIMEOUT}, because those who come later wait behind it.
 */
public final class UntilFree {
  /** What an attempt sets as its {@code lock_timeout}. */
  public static final Duration LOCK_TIMEOUT = Duration.ofMillis(200);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final double JITTER = 0.25;

  private UntilFree() {}

  /** One attempt, which leaves nothing behind where it fails. */
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws SQLException;
  }

  /**
   * Runs {@code attempt} until it finds its locks free.
   *
   * @param limit how long to try
   * @throws SQLException what an attempt failed with, unless {@link #isBusy}; or the last attempt's
   *     failure at the limit
   */
  public static <T> T get(Duration limit, Attempt<T> attempt) throws SQLException {
    RetryPolicy<T> untilFree =
        RetryPolicy.<T>builder()
            .handleIf(UntilFree::isBusy)
            .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
            .withJitter(JITTER)
            .withMaxDuration(limit)
            .withMaxRetries(-1)
            .build();
    try {
      return Failsafe.with(untilFree).get(attempt::run);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Whether a lock was not free in time, or two waited for each other. */
  public static boolean isBusy(Throwable failure) {
    return failure instanceof SQLException e
        && ("55P03".equals(e.getSQLState()) || "40P01".equals(e.getSQLState()));
  }
}
