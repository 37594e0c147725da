package io.shardrouter.internal.routing;

/**
 * Who holds a slot or a key.
 *
 * @param shard the holder
 * @param epoch how often it has moved; the higher of two placements is the newer
 */
public record Placement(int shard, long epoch) {
  boolean isNewerThan(Placement other) {
    return epoch > other.epoch;
  }
}
