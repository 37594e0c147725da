package io.shardrouter;

/** How a transaction that must write on several shards is committed. */
public enum TransactionMode {
  /**
   * All or nothing, by {@code PREPARE TRANSACTION}; refused where a server does not allow prepared
   * transactions. The default.
   */
  TWO_PHASE,
  /** One shard after the other; a failure between two commits leaves some shards written. */
  BEST_EFFORT
}
