package io.shardrouter.demo;

import java.time.Duration;

/**
 * How much the demo does.
 *
 * @param users how many are loaded, at least 10
 * @param statesPerUser rows of each user besides its own
 * @param measured how long each kind of access is measured
 */
record Size(int users, int statesPerUser, Duration measured) {
  /** 100,000 users with 1,000,000 states. */
  static final Size FULL = new Size(100_000, 10, Duration.ofSeconds(2));

  long states() {
    return (long) users * statesPerUser;
  }
}
