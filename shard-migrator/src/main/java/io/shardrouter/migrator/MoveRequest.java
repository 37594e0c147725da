package io.shardrouter.migrator;

import io.shardrouter.ShardKey;

/** What is to move where. */
public sealed interface MoveRequest {
  /** The shard that shall hold it. */
  int target();

  /** One key with all its rows. */
  static MoveRequest key(ShardKey key, int target) {
    return new OfKey(key, target);
  }

  /** A slot with all its keys, but for those that have a placement of their own. */
  static MoveRequest slot(String group, int slot, int target) {
    return new OfSlot(group, slot, target);
  }

  /**
   * A key.
   *
   * @param key with its group, unless there is only one
   * @param target the shard that shall hold it
   */
  record OfKey(ShardKey key, int target) implements MoveRequest {}

  /**
   * A slot.
   *
   * @param group the colocation group
   * @param slot from 0 to the group's slots - 1
   * @param target the shard that shall hold it
   */
  record OfSlot(String group, int slot, int target) implements MoveRequest {}
}
