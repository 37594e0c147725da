package io.shardrouter;

import java.util.List;

/**
 * Which shards answer.
 *
 * @param shards each shard's health, in the order of their ids
 */
public record ClusterHealth(List<ShardHealth> shards) {
  public ClusterHealth {
    shards = List.copyOf(shards);
  }

  /** The cluster as a whole. */
  public Status status() {
    long up = shards.stream().filter(ShardHealth::isUp).count();
    if (up == shards.size()) {
      return Status.UP;
    }
    return up == 0 ? Status.DOWN : Status.DEGRADED;
  }

  /** How much of a cluster answers. */
  public enum Status {
    /** Every shard. */
    UP,
    /** Some shards; the keys of the others cannot be served now. */
    DEGRADED,
    /** None. */
    DOWN
  }

  /**
   * One shard's health.
   *
   * @param shard the shard's id
   * @param isUp whether its server took a connection just now
   * @param detail what it answered, for people; empty where it is up
   * @param active connections of its pool that are in use
   */
  public record ShardHealth(int shard, boolean isUp, String detail, int active) {}
}
