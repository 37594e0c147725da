package io.shardrouter.migrator.internal.batch;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How much of the time a batch moves. After a move that took t, its places on both of its shards
 * stay empty for t · (1/share − 1), so that the servers have that time for others alone.
 *
 * @param share above 0 to 1; 1 is without rests
 * @param ticker what tells how long moves take
 * @param alarm what tells when a rest is over
 */
public record Pace(double share, Ticker ticker, Alarm alarm) {
  /** Runs what is to be done at the end of a rest. */
  @FunctionalInterface
  public interface Alarm {
    /** Returns at once; {@code end} runs on any thread, after {@code rest}. */
    void after(Duration rest, Runnable end);
  }

  /** By the clock of the system. */
  public static Pace of(double share) {
    return new Pace(
        share,
        Ticker.systemTicker(),
        (rest, end) ->
            CompletableFuture.delayedExecutor(rest.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(end));
  }

  /** How long the rest is after a move that took {@code nanos}; zero where there is none. */
  Duration restAfter(long nanos) {
    // A century at most: the sum with the time of now must not overflow.
    return Duration.ofNanos((long) Math.min(nanos * (1 / share - 1), Long.MAX_VALUE / 3.0));
  }
}
