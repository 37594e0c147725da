package io.shardrouter;

/** Whether transactions are guarded. */
public enum GuardMode {
  /** Every transaction checks on the shard that the key is there; keys may move. */
  ON,
  /** Nothing ever moves; a keyed connection is the pool's own. */
  OFF
}
