package io.shardrouter.migrator.internal.verify;

import io.shardrouter.internal.routing.Group;
import io.shardrouter.migrator.Finding;
import io.shardrouter.migrator.Finding.Kind;
import io.shardrouter.migrator.internal.move.ShardLink;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether exactly one shard takes itself for the holder of each slot and of each placed key, and
 * whether the pointers of all others lead there. Holds the placements of some slots at a time.
 */
final class Holders {
  private static final int SLOTS_AT_A_TIME = 64;

  private final Group group;
  private final Collection<ShardLink> shards;
  private final Consumer<Finding> findings;

  /** What one shard knows: who holds each slot, and each key. */
  private record Known(Map<Integer, Integer> slots, Map<String, Integer> keys) {}

  Holders(Group group, Collection<ShardLink> shards, Consumer<Finding> findings) {
    this.group = group;
    this.shards = shards;
    this.findings = findings;
  }

  /** Looks at every slot that was ever placed, and at every key. */
  void check() throws SQLException {
    for (int from = 0; from < group.slots(); from += SLOTS_AT_A_TIME) {
      check(from, from + SLOTS_AT_A_TIME);
    }
  }

  private void check(int from, int to) throws SQLException {
    Map<Integer, Known> known = new TreeMap<>();
    Map<String, Integer> slotOfKey = new HashMap<>();
    Set<Integer> slots = new TreeSet<>();
    for (ShardLink link : shards) {
      Known here = new Known(new HashMap<>(), new HashMap<>());
      known.put(link.shard(), here);
      Sql.each(
          link.connection(),
          row -> {
            String key = row.getString("key");
            if (key == null) {
              slots.add(row.getInt("slot"));
              here.slots().put(row.getInt("slot"), row.getInt("shard"));
            } else {
              slotOfKey.put(key, row.getInt("slot"));
              here.keys().put(key, row.getInt("shard"));
            }
          },
          "select slot, key, shard from shard_router.placement"
              + " where group_name = ? and slot >= ? and slot < ?",
          group.name(),
          from,
          to);
    }
    for (int slot : slots) {
      check(
          "slot " + slot + " of group " + group.name(),
          Optional.empty(),
          deciding(known, slot, null));
    }
    slotOfKey.forEach(
        (key, slot) ->
            check(
                "a key in slot " + slot + " of group " + group.name(),
                Optional.of(key),
                deciding(known, slot, key)));
  }

  /** What each shard says of who holds it, by the guard's rule. */
  private Map<Integer, Integer> deciding(
      Map<Integer, Known> known, int slot, @Nullable String key) {
    Map<Integer, Integer> said = new TreeMap<>();
    known.forEach(
        (shard, knows) -> {
          Integer own = key == null ? null : knows.keys().get(key);
          Integer ofSlot = knows.slots().get(slot);
          said.put(shard, own != null ? own : ofSlot != null ? ofSlot : group.baseShard(slot));
        });
    return said;
  }

  private void check(String what, Optional<String> key, Map<Integer, Integer> said) {
    List<Integer> holders = new ArrayList<>();
    said.forEach(
        (shard, holder) -> {
          if (shard.equals(holder)) {
            holders.add(shard);
          }
        });
    if (holders.size() != 1) {
      findings.accept(
          new Finding(
              Kind.NOT_ONE_HOLDER,
              Optional.empty(),
              key,
              holders.isEmpty()
                  ? "no shard holds " + what + ": see shardctl moves, and run shardctl recover"
                  : "shards " + holders + " all take themselves for the holder of " + what));
      return;
    }
    for (int start : said.keySet()) {
      if (!leads(start, holders.get(0), said)) {
        findings.accept(
            new Finding(
                Kind.BROKEN_CHAIN,
                Optional.of(start),
                key,
                "pointers from shard %d do not lead to shard %d, which holds %s"
                    .formatted(start, holders.get(0), what)));
      }
    }
  }

  private static boolean leads(int start, int holder, Map<Integer, Integer> said) {
    Set<Integer> seen = new HashSet<>();
    Integer at = start;
    while (at != null && at != holder && seen.add(at)) {
      at = said.get(at);
    }
    return at != null && at == holder;
  }
}
