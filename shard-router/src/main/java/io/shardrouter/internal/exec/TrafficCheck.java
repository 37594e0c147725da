package io.shardrouter.internal.exec;

import com.google.common.collect.Sets;
import java.util.Map;
import java.util.Set;

/**
 * Whether the snapshots of several shards fit together: whatever one of them gave to another by its
 * snapshot, the other one took by its own. Then a key that moved between them is in exactly one.
 */
sealed interface TrafficCheck {
  /** The snapshots fit together. */
  record Agreed() implements TrafficCheck {}

  /** A move from {@code giver} to {@code taker} is in one of their snapshots alone. */
  record Differing(int giver, int taker) implements TrafficCheck {}

  /** {@code shard} had moves with {@code peer}, which the configuration does not list. */
  record UnknownPeer(int shard, int peer) implements TrafficCheck {}

  /**
   * Compares every pair among {@code answered}.
   *
   * @param answered the traffic of each shard that was read
   * @param configured all shards there are; those that were not read are not compared
   */
  static TrafficCheck of(Map<Integer, Traffic> answered, Set<Integer> configured) {
    for (Map.Entry<Integer, Traffic> shard : answered.entrySet()) {
      Traffic traffic = shard.getValue();
      for (int peer : Sets.union(traffic.given().keySet(), traffic.taken().keySet())) {
        if (!configured.contains(peer)) {
          return new UnknownPeer(shard.getKey(), peer);
        }
      }
    }
    for (Map.Entry<Integer, Traffic> giver : answered.entrySet()) {
      for (Map.Entry<Integer, Traffic> taker : answered.entrySet()) {
        Traffic.Tally given = giver.getValue().givenTo(taker.getKey());
        if (!given.agreesWith(taker.getValue().takenFrom(giver.getKey()))) {
          return new Differing(giver.getKey(), taker.getKey());
        }
      }
    }
    return new Agreed();
  }
}
