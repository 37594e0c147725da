package io.shardrouter.internal.routing;

/**
 * Who holds a slot or a key.
 *
 * @param shard the holder's id
 * @param epoch grows by one with every move; of two placements the greater one is right
 */
public record Placement(int shard, long epoch) {
  /** Whichever has the greater epoch; the first when equal. */
  static Placement latest(Placement one, Placement other) {
    return other.epoch > one.epoch ? other : one;
  }
}
