package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One shard's account of all moves that it ever decided towards, and adopted from, each peer.
 *
 * @param given by the peer they went to
 * @param taken by the peer they came from
 */
record Traffic(ImmutableMap<Integer, Tally> given, ImmutableMap<Integer, Tally> taken)
    implements Along.Told {
  static final Traffic NONE = new Traffic(ImmutableMap.of(), ImmutableMap.of());

  /** Agrees with none, not even itself. */
  private static final Tally CHANGING = new Tally(-1, BigDecimal.ONE.negate());

  /** Asks a shard for it; peers without moves say nothing. */
  static final Along QUESTION =
      new Along() {
        @Override
        public String sql() {
          return "select peer, direction, moves, checksum from shard_router.traffic"
              + " where moves > 0";
        }

        @Override
        public int bindTo(PreparedStatement statement, int at) {
          return at;
        }

        @Override
        public Told read(ResultSet rows) throws SQLException {
          return Traffic.of(rows);
        }
      };

  /**
   * Some moves.
   *
   * @param moves how many; negative: they changed while they were read
   * @param checksum the sum over their ids, without a fraction
   */
  record Tally(long moves, BigDecimal checksum) {
    static final Tally NONE = new Tally(0, BigDecimal.ZERO);

    boolean agreesWith(Tally other) {
      return moves >= 0 && moves == other.moves && checksum.compareTo(other.checksum) == 0;
    }
  }

  private static Traffic of(ResultSet rows) throws SQLException {
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

  @Override
  public Along.Told unlessChanged(Along.Told later) {
    return equals(later) || !(later instanceof Traffic changed)
        ? this
        : new Traffic(changing(changed.given()), changing(changed.taken()));
  }

  private static ImmutableMap<Integer, Tally> changing(ImmutableMap<Integer, Tally> tallies) {
    return ImmutableMap.copyOf(Maps.transformValues(tallies, tally -> CHANGING));
  }

  Tally givenTo(int peer) {
    return given.getOrDefault(peer, Tally.NONE);
  }

  Tally takenFrom(int peer) {
    return taken.getOrDefault(peer, Tally.NONE);
  }
}
