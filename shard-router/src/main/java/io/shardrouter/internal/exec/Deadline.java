package io.shardrouter.internal.exec;

import java.time.Duration;

/**
 * When something has to be done at the latest. Immutable.
 *
 * @param start the reading of {@link System#nanoTime} at which the time began to run
 * @param limit the time from there; zero is none
 */
record Deadline(long start, Duration limit) {

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime(), limit);
  }

  /** Nanoseconds that are left: zero or less when it is over, the greatest number without limit. */
  long left() {
    return limit.isZero() ? Long.MAX_VALUE : limit.toNanos() - (System.nanoTime() - start);
  }

  boolean isOver() {
    return left() <= 0;
  }
}
