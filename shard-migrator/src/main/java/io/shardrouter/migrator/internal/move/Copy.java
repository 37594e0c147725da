package io.shardrouter.migrator.internal.move;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.migrator.MoveStatus.State;
import io.shardrouter.migrator.internal.catalog.CollisionCheck;
import io.shardrouter.migrator.internal.catalog.ColumnSequence;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.catalog.LooseReference;
import io.shardrouter.migrator.internal.catalog.ReferenceCheck;
import io.shardrouter.migrator.internal.move.RowFilter.Side;
import io.shardrouter.migrator.internal.sql.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Step 2: the subject's rows go into staging tables on the target, which no query sees. They are
 * locked on the source as they are read, so that not even a writer who goes around the router can
 * change one behind the copy.
 */
final class Copy {
  /**
   * Failures of a single row that say nothing of an adoption: its parent is not there yet, or the
   * mover's role, which does not adopt, may not insert.
   */
  private static final Set<String> UNTELLING = Set.of("23503", "42501");

  private final Begun begun;
  private final Connection source;
  private final Connection target;

  /** Rows and the sum over them, as {@link GroupTable#checksum} gives them. */
  private record Checksum(long rows, BigDecimal sum) {}

  private Copy(Begun begun, Connection source, Connection target) {
    this.begun = begun;
    this.source = source;
    this.target = target;
  }

  /**
   * Copies under the fence.
   *
   * @param source in the transaction that holds the fence
   * @param target idle; what is staged there is committed
   * @throws RefusedException {@code SR004} where a copy differs from its rows, or where the target
   *     could not take the rows in
   */
  static Staged underFence(Begun begun, Connection source, ShardLink target) throws SQLException {
    Staged staged =
        target.inLongTransaction(
            connection -> {
              Staged all = new Copy(begun, source, connection).stage();
              FailPoint.BEFORE_STAGED.reached();
              return all;
            });
    FailPoint.AFTER_STAGED.reached();
    return staged;
  }

  private Staged stage() throws SQLException {
    RowFilter filter = new RowFilter(begun.group(), begun.move().subject());
    ImmutableList.Builder<Staged.Table> tables = ImmutableList.builder();
    for (GroupTable from : begun.source().tables()) {
      GroupTable to = counterpart(from);
      if (begun.move().subject() instanceof Subject.Key) {
        requireNoRows(to, "%s t where %s".formatted(to.name(), filter.on(target, to, Side.TARGET)));
      }
      String condition = filter.on(source, from, Side.SOURCE);
      String staging = stagingName(begun.source().tables().indexOf(from));
      tables.add(stage(from, to, condition, staging));
      if (begun.move().subject() instanceof Subject.Slot) {
        requireAbsent(to, staging);
      }
    }
    requireTogether(tables.build());
    if (begun.move().subject() instanceof Subject.Slot) {
      handOverKeys();
    }
    if (!Journal.advance(target, begun.move(), State.BEGUN, State.STAGED)) {
      throw refused("was given up while it copied");
    }
    return new Staged(tables.build());
  }

  /** Not for a slot: that looks at every row of the target, while all its writers wait. */
  private void requireNoRows(GroupTable to, String from) throws SQLException {
    if (Sql.any(target, "select from " + from + " limit 1")) {
      throw refused(
          "finds rows of its key in %s on the target: somebody writes them without the router"
              .formatted(to.name()));
    }
  }

  /** As {@link #requireNoRows} for each key that was staged, by the index on the key. */
  private void requireAbsent(GroupTable to, String staging) throws SQLException {
    requireNoRows(
        to,
        ("(select distinct %1$s as key from %2$s) s,"
                + " lateral (select from %3$s t where t.%1$s = s.key limit 1) found")
            .formatted(to.keyColumnSql(), staging, to.name()));
  }

  private GroupTable counterpart(GroupTable from) {
    return begun.target().tableNamed(from.name()).orElseThrow();
  }

  private String stagingName(int ordinal) {
    return "shard_stage.\"" + begun.move().id() + "_" + ordinal + "\"";
  }

  private Staged.Table stage(GroupTable from, GroupTable to, String condition, String staging)
      throws SQLException {
    Sql.run(target, to.createStaging(staging));
    String locked =
        "copy (select %s from %s t where %s for update of t) to stdout (format binary)"
            .formatted(from.copyList(), from.name(), condition);
    CopyPipe.Passed passed = new CopyPipe(source, target).copy(locked, to.copyIn(staging));
    Checksum there = checksum(source, from.checksum(from.name() + " t", condition));
    Checksum here = checksum(target, to.checksum(staging, ""));
    if (!there.equals(here) || here.rows() != passed.rows()) {
      throw refused(
          "copied %d rows of %s, and its source has %d now, or other ones: somebody writes them"
                  .formatted(here.rows(), from.name(), there.rows())
              + " without the router");
    }
    requireWelcome(to, staging);
    rehearse(to, staging);
    journal(to, staging, passed.rows());
    return new Staged.Table(from.name(), condition, passed.rows(), passed.bytes());
  }

  /** No row may refer to one of another key that stays, nor one that stays to one that goes. */
  private void requireTogether(List<Staged.Table> tables) throws SQLException {
    for (LooseReference loose : begun.target().looseReferences()) {
      String child = stagingName(indexOf(tables, loose.child()));
      String parent = stagingName(indexOf(tables, loose.parent()));
      requireNone(target, loose.staged(child, parent));
    }
    for (LooseReference loose : begun.source().looseReferences()) {
      requireNone(
          source,
          loose.leftBehind(
              tables.get(indexOf(tables, loose.child())).condition(),
              tables.get(indexOf(tables, loose.parent())).condition()));
    }
  }

  private static int indexOf(List<Staged.Table> tables, GroupTable table) {
    return tables.stream().map(Staged.Table::name).toList().indexOf(table.name());
  }

  private void requireNone(Connection side, ReferenceCheck check) throws SQLException {
    if (Sql.any(side, check.sql())) {
      throw refused(
          "would part rows that refer to each other across keys, by " + check.constraintName());
    }
  }

  private static Checksum checksum(Connection connection, String sql) throws SQLException {
    return Sql.one(connection, row -> new Checksum(row.getLong(1), row.getBigDecimal(2)), sql);
  }

  /** Whatever would make the adoption fail is found while the move can still be undone. */
  private void requireWelcome(GroupTable to, String staging) throws SQLException {
    for (CollisionCheck check : to.collisionChecks(staging)) {
      if (Sql.any(target, check.sql())) {
        throw refused(
            "brings a row that collides with one on the target, by " + check.constraintName());
      }
    }
    for (ReferenceCheck check : to.referenceChecks(staging, begun.target())) {
      if (Sql.any(target, check.sql())) {
        throw refused(
            "brings a row that refers, by %s, to a row which the target lacks: bring the reference"
                    .formatted(check.constraintName())
                + " table up to date there");
      }
    }
  }

  /**
   * One row goes in for a try, under the search path that adopting has: a check or an index whose
   * functions do not work under it would keep the rows from both shards after the decision.
   */
  private void rehearse(GroupTable to, String staging) throws SQLException {
    Savepoint before = target.setSavepoint();
    try {
      Sql.run(
          target,
          "select shard_router.suppress_triggers(?::regclass),"
              + " set_config('search_path', 'pg_catalog, pg_temp', true),"
              + " set_config('lock_timeout', '2s', true)",
          to.name());
      Sql.run(target, to.insertFromStaging(staging) + " limit 1");
    } catch (SQLException e) {
      if (!UNTELLING.contains(e.getSQLState())) {
        throw refused("brings a row that %s refuses: %s".formatted(to.name(), e.getMessage()), e);
      }
    }
    target.rollback(before);
  }

  private void journal(GroupTable to, String staging, long rows) throws SQLException {
    Sql.run(
        target,
        """
        insert into shard_router.move_table
               (move_id, ordinal, table_name, staging, insertion, staged_rows)
        select ?, count(*), ?, ?, ?, ? from shard_router.move_table where move_id = ?
        """,
        begun.move().id(),
        to.name(),
        staging,
        to.insertFromStaging(staging),
        rows,
        begun.move().id());
    for (ColumnSequence sequence : to.sequences()) {
      if (sequence.mustPassMovedRows()) {
        journal(sequence, staging);
      }
    }
  }

  /**
   * Leaves out numbers outside the sequence's range, where it could not be put, and the last one in
   * it, after which it would give no more to anybody: it comes there last of all.
   */
  private void journal(ColumnSequence sequence, String staging) throws SQLException {
    String column = "t." + SqlText.identifier(sequence.column());
    boolean ascending = sequence.increment() > 0;
    Sql.run(
        target,
        """
        insert into shard_router.move_sequence (move_id, sequence_name, reach)
        select ?, ?, %1$s(%2$s) from %3$s t, pg_sequence s
         where s.seqrelid = ?::regclass
           and %2$s::numeric + s.seqincrement between s.seqmin and s.seqmax
        having %1$s(%2$s) is not null
        on conflict (move_id, sequence_name) do update
           set reach = %4$s(move_sequence.reach, excluded.reach)
        """
            .formatted(
                ascending ? "max" : "min", column, staging, ascending ? "greatest" : "least"),
        begun.move().id(),
        sequence.sequence(),
        sequence.sequence());
  }

  /** A slot's new holder must know which of its keys are elsewhere. */
  private void handOverKeys() throws SQLException {
    Sql.each(
        source,
        row ->
            Sql.run(
                target,
                "insert into shard_router.move_key (move_id, key, shard, epoch, key_move_id)"
                    + " values (?, ?, ?, ?, ?)",
                begun.move().id(),
                row.getString("key"),
                row.getInt("shard"),
                row.getLong("epoch"),
                row.getObject("move_id")),
        "select key, shard, epoch, move_id from shard_router.placement"
            + " where group_name = ? and slot = ? and kind = 'key'",
        begun.move().subject().group(),
        begun.move().subject().slot());
  }

  private RefusedException refused(String what) {
    return refused(what, null);
  }

  private RefusedException refused(String what, @Nullable SQLException cause) {
    return new RefusedException(SqlState.REFUSED, begun.move() + " " + what, cause);
  }
}
