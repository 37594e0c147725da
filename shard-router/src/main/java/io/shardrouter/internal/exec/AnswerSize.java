package io.shardrouter.internal.exec;

/**
 * How large one shard's answers to a text were, as far as they were seen. Thread-safe; a change
 * that another thread does not see yet costs it a round trip.
 */
final class AnswerSize {
  /** Rows that are few. */
  static final int FEW = 128;

  private volatile boolean small;
  private volatile boolean large;

  /** Whether all answers so far had few rows, which did not take much memory. */
  boolean isSmall() {
    return small && !large;
  }

  void sawSmall() {
    if (!small) {
      small = true;
    }
  }

  /** From then on it counts as large: to ask twice would cost more than a round trip saves. */
  void sawLarge() {
    if (!large) {
      large = true;
    }
  }
}
