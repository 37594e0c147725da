package io.shardrouter;

/** Whether writers check on the shard, in their own transaction, that it holds their key. */
public enum GuardMode {
  /** Every keyed transaction is guarded; keys and slots can move at any time. The default. */
  ON,
  /** Nothing is checked and nothing may move: for deployments with a fixed layout. */
  OFF
}
