package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableMap;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One shard's account of all moves that it ever decided towards, and adopted from, each peer.
 *
 * @param given by the peer they went to
 * @param taken by the peer they came from
 */
record Traffic(ImmutableMap<Integer, Tally> given, ImmutableMap<Integer, Tally> taken) {
  static final Traffic NONE = new Traffic(ImmutableMap.of(), ImmutableMap.of());

  /** What {@link #read} reads; peers without moves say nothing. */
  static final String SELECT =
      "select peer, direction, moves, checksum from shard_router.traffic where moves > 0";

  /**
   * Some moves.
   *
   * @param moves how many
   * @param checksum the sum over their ids, without a fraction
   */
  record Tally(long moves, BigDecimal checksum) {
    static final Tally NONE = new Tally(0, BigDecimal.ZERO);

    boolean agreesWith(Tally other) {
      return moves == other.moves && checksum.compareTo(other.checksum) == 0;
    }
  }

  static Traffic read(ResultSet rows) throws SQLException {
    ImmutableMap.Builder<Integer, Tally> given = ImmutableMap.builder();
    ImmutableMap.Builder<Integer, Tally> taken = ImmutableMap.builder();
    while (rows.next()) {
      ImmutableMap.Builder<Integer, Tally> direction =
          rows.getString("direction").equals("given") ? given : taken;
      direction.put(
          rows.getInt("peer"), new Tally(rows.getLong("moves"), rows.getBigDecimal("checksum")));
    }
    return new Traffic(given.buildOrThrow(), taken.buildOrThrow());
  }

  Tally givenTo(int peer) {
    return given.getOrDefault(peer, Tally.NONE);
  }

  Tally takenFrom(int peer) {
    return taken.getOrDefault(peer, Tally.NONE);
  }
}
