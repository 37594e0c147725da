package io.shardrouter;

/** How a transaction that writes on several shards ends. */
public enum TransactionMode {
  /** By two-phase commit, or not at all. */
  TWO_PHASE,
  /** Shard after shard; a crash in between leaves it half done. */
  BEST_EFFORT
}
