package io.shardrouter.internal.guard;

import io.shardrouter.internal.guard.Proof.History;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.PlacementMap;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.ProofPlace;

/** Writes the proofs of one group. Thread-safe. */
final class Proofs {
  private final Group group;
  private final PlacementMap placements;

  /**
   * @param placements what is known to have moved
   */
  Proofs(Group group, PlacementMap placements) {
    this.group = group;
    this.placements = placements;
  }

  int base(RoutedKey key) {
    return group.baseShard(key.slot());
  }

  /** What is believed to have moved, where {@code shard} is asked for a key of {@code base}. */
  History history(int base, int shard) {
    return placements.isEmpty() || base != shard ? History.NONE : History.OTHERS;
  }

  Proof prepared(String sql, ProofPlace place, int base, History history) {
    return new Proof(place, base, history, place.with(offset(base, history, "?", "?"), sql));
  }

  /** As {@code proof} has it, with nothing left open. */
  String literal(String sql, Proof proof, RoutedKey key) {
    String slot = Integer.toString(key.slot());
    String offset = offset(proof.base(), proof.history(), SqlText.literal(key.key()), slot);
    return proof.place().with(offset, sql);
  }

  /** All is named in full, whatever the search path hides; and nothing rests on being inlined. */
  private String offset(int base, History history, String key, String slot) {
    String text =
        switch (history) {
          case NONE ->
              """
              case when %4$d operator(pg_catalog.=) shard_router.self() \
              and shard_router.is_unmoved() then 0 \
              else shard_router.held(p_key => %2$s,p_slot => %3$s,p_group => %1$s) end\
              """;
          case OTHERS ->
              // One row tells that something moved in the slot; of none, the base layout tells.
              """
              coalesce((select shard_router.held(p_key => %2$s,p_slot => p.slot,p_group => %1$s) \
              from shard_router.placement p where p.group_name operator(pg_catalog.=) %1$s \
              and p.slot operator(pg_catalog.=) %3$s limit 1),\
              case when %4$d operator(pg_catalog.=) shard_router.self() then 0 \
              else shard_router.is_not(%4$d) end)\
              """;
        };
    return text.formatted(SqlText.literal(group.name()), key, slot, base);
  }
}
