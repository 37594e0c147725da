package io.shardrouter.benchmarks.load;

import java.time.Duration;

/**
 * So many users at once for so long.
 *
 * @param think between two requests of a user, from planned start to planned start
 */
record Stage(int users, Duration duration, Duration think) {

  /** A shorter one with as many requests a user. */
  Stage shortened(int times) {
    return new Stage(users, duration.dividedBy(times), think.dividedBy(times));
  }

  /** When the user {@code number} sends the first request, after the stage's start. */
  long firstNanos(int number) {
    // Spread over the time between two, or all would come at once, over and over.
    return think.toNanos() * number / users;
  }
}
