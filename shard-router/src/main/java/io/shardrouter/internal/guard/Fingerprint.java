package io.shardrouter.internal.guard;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.KeyType;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a router and a shard must agree on, because data would be misplaced if they did not.
 *
 * @param shard the shard's own id
 * @param shards the ids of all shards there are
 * @param guard whether routers guard what they touch
 * @param groups the colocation groups by name
 */
public record Fingerprint(
    int shard,
    ImmutableSortedSet<Integer> shards,
    GuardMode guard,
    ImmutableMap<String, GroupPrint> groups) {

  /**
   * One group's part.
   *
   * @param strategy the strategy's name
   * @param slots the number of slots
   * @param base the base layout
   * @param keyType the key's type; empty where the configuration leaves it to the catalog
   * @param zone the time zone that puts instants on a calendar
   * @param tables the key column of each table
   */
  public record GroupPrint(
      String strategy,
      int slots,
      List<Integer> base,
      Optional<KeyType> keyType,
      String zone,
      ImmutableMap<String, String> tables) {

    static GroupPrint of(GroupConfig group) {
      ImmutableMap.Builder<String, String> tables = ImmutableMap.builder();
      group.tables().forEach((table, column) -> tables.put(table.quoted(), column));
      return new GroupPrint(
          group.strategy(),
          group.slots(),
          group.layout(),
          group.keyType(),
          group.zone().getId(),
          tables.buildOrThrow());
    }

    /** Adds to {@code found} where this configured group and the one on a shard disagree. */
    void differences(String name, GroupPrint stored, List<String> found) {
      differ(found, name + ".strategy", strategy, stored.strategy);
      differ(found, name + ".slots", slots, stored.slots);
      differ(found, name + ".layout", base, stored.base);
      differ(found, name + ".zone", zone, stored.zone);
      differ(found, name + ".tables", tables, stored.tables);
      if (keyType.isPresent()) {
        differ(found, name + ".keyType", keyType.orElseThrow(), stored.keyType.orElseThrow());
      }
    }
  }

  /** What {@code config} expects to find on the shard {@code shard}. */
  public static Fingerprint of(ShardRouterConfig config, int shard) {
    ImmutableMap.Builder<String, GroupPrint> groups = ImmutableMap.builder();
    config.groups().forEach((name, group) -> groups.put(name, GroupPrint.of(group)));
    return new Fingerprint(
        shard,
        config.shards().stream()
            .map(ShardConfig::id)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare)),
        config.guard(),
        groups.buildOrThrow());
  }

  /**
   * Where this fingerprint, which is the configuration's, and a shard's disagree; empty where the
   * router may use the shard. A line each, without the shard's name.
   *
   * @param stored the shard's
   * @param growth whether the shard may know of more shards than the configuration
   */
  public List<String> differences(Fingerprint stored, Growth growth) {
    List<String> found = new ArrayList<>();
    differ(found, "id of the shard", shard, stored.shard);
    if (growth == Growth.REFUSED || !stored.shards.containsAll(shards)) {
      differ(found, "shards", shards, stored.shards);
    }
    differ(found, "guard", guard, stored.guard);
    differ(found, "groups", groups.keySet(), stored.groups.keySet());
    for (Map.Entry<String, GroupPrint> group : groups.entrySet()) {
      GroupPrint other = stored.groups.get(group.getKey());
      if (other != null) {
        group.getValue().differences("groups." + group.getKey(), other, found);
      }
    }
    return found;
  }

  /** Whether a shard may know of shards that the configuration does not list. */
  public enum Growth {
    /** A router that runs already: shards were added since it started. */
    ACCEPTED,
    /** A router that starts. */
    REFUSED
  }

  private static void differ(
      List<String> found, String setting, Object configured, Object installed) {
    if (!configured.equals(installed)) {
      found.add(setting + " is configured as " + configured + " but installed as " + installed);
    }
  }
}
