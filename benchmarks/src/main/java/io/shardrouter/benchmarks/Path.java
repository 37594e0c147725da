package io.shardrouter.benchmarks;

/** The ways from a user's id to the user's row. */
public enum Path {
  /** A HikariCP pool for each shard, chosen by a hand-written MD5 modulo; pgjdbc. */
  PLAIN,
  /** The router with {@code guard: off}. */
  GUARD_OFF,
  /** The router with {@code guard: on}. */
  GUARD_ON,
  /**
   * What {@link #GUARD_ON} sends, sent by hand over plain pools, the shard known beforehand: the
   * difference between the two is the router's own code.
   */
  SAME_TEXT
}
