package io.shardrouter.internal.shards;

import com.google.common.collect.ImmutableSortedMap;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** All shards of a router, by id. Thread-safe. */
public final class Shards implements AutoCloseable {
  private final ImmutableSortedMap<Integer, Shard> byId;

  /**
   * The shards of {@code config}, whose pools are still to be opened; none needs to be reachable.
   *
   * @param check what must hold of a shard before it is used
   */
  public static Shards of(ShardRouterConfig config, ShardCheck check) {
    List<Shard> shards = new ArrayList<>();
    for (ShardConfig shard : config.shards()) {
      shards.add(new Shard(shard, config, check));
    }
    return new Shards(shards);
  }

  private Shards(List<Shard> shards) {
    this.byId =
        shards.stream()
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    Comparator.naturalOrder(), Shard::id, shard -> shard));
  }

  /**
   * The shard {@code id}.
   *
   * @throws RefusedException {@code SR007} where the configuration lists no such shard
   */
  public Shard get(int id) throws RefusedException {
    Shard shard = byId.get(id);
    if (shard == null) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "shard %d is not among the configured shards %s: add it to the configuration"
              .formatted(id, byId.keySet()));
    }
    return shard;
  }

  /** All shards in the order of their ids. */
  public Collection<Shard> all() {
    return byId.values();
  }

  @Override
  public void close() {
    byId.values().forEach(Shard::close);
  }
}
