package io.shardrouter.migrator;

/** What a batch does after a move that failed. */
public enum BatchPolicy {
  /** Starts no other move, and waits for those that run. */
  STOP_AT_FIRST_FAILURE,
  /** Goes on with the others. */
  KEEP_GOING
}
