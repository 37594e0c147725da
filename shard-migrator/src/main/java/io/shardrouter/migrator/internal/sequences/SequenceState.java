package io.shardrouter.migrator.internal.sequences;

import io.shardrouter.migrator.internal.catalog.ColumnSequence;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A sequence as it is now.
 *
 * @param last the number that it gave last, or gives next where {@code called} is false
 * @param owned whether the role that asks may alter it
 */
record SequenceState(
    long increment,
    long start,
    long largest,
    boolean cycles,
    long last,
    boolean called,
    boolean owned) {

  private static final String STATE =
      """
      select s.seqincrement, s.seqstart, s.seqmax, s.seqcycle, q.last_value, q.is_called,
             pg_has_role(c.relowner, 'USAGE') as owned
        from pg_catalog.pg_sequence s
        join pg_catalog.pg_class c on c.oid = s.seqrelid
        cross join %s q
       where s.seqrelid = ?::bigint::oid
      """;

  static SequenceState read(Connection connection, DisjointSequences.Fed sequence)
      throws SQLException {
    return Sql.maybe(
            connection,
            row ->
                new SequenceState(
                    row.getLong("seqincrement"),
                    row.getLong("seqstart"),
                    row.getLong("seqmax"),
                    row.getBoolean("seqcycle"),
                    row.getLong("last_value"),
                    row.getBoolean("is_called"),
                    row.getBoolean("owned")),
            STATE.formatted(sequence.name()),
            sequence.oid())
        .orElseThrow(() -> new SQLException("sequence " + sequence.name() + " is gone", "42P01"));
  }

  /** The greatest number that the sequence, or a row, has used up. */
  long used(long largestInRows) {
    return Math.max(largestInRows, called ? last : last - 1);
  }

  private long next() {
    return called ? last + increment : last;
  }

  /** Whether it gives numbers of {@code shard} alone, all of them above those of the rows. */
  boolean isDisjoint(int shard, long largestInRows) {
    return increment == ColumnSequence.DISJOINT_INCREMENT
        && ColumnSequence.belongsTo(shard, start)
        && ColumnSequence.belongsTo(shard, next())
        && next() > largestInRows;
  }

  /** Why it cannot be made disjoint; empty: it can. */
  Optional<String> objection(int shard, long largestInRows) {
    if (cycles) {
      return Optional.of("begins again at its end: alter it to NO CYCLE");
    }
    if (increment < 0) {
      return Optional.of("descends");
    }
    if (isDisjoint(shard, largestInRows)) {
      return Optional.empty();
    }
    if (ColumnSequence.firstAfter(shard, used(largestInRows)) > largest) {
      return Optional.of("has no number left below its maximum " + largest);
    }
    return owned
        ? Optional.empty()
        : Optional.of("belongs to another role: log in as its owner by shards[].migrator");
  }
}
