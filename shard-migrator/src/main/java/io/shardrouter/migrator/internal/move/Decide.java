package io.shardrouter.migrator.internal.move;

import com.google.common.collect.Lists;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.MoveStatus.State;
import io.shardrouter.migrator.internal.catalog.GroupCatalog;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.catalog.KnownCatalogs;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Step 4: the source gives the subject away, in the transaction that holds the fence. Its commit is
 * the move.
 */
final class Decide {
  private final Begun begun;
  private final Connection source;

  private Decide(Begun begun, Connection source) {
    this.begun = begun;
    this.source = source;
  }

  /**
   * Writes the decision and everything that belongs to it; the caller commits.
   *
   * @param target to look whether its tables are still the same
   * @param catalogs where they were read before
   * @throws RefusedException {@code SR004} where anything differs from what was copied, or where
   *     the move was given up meanwhile
   */
  static void write(
      Begun begun, Staged staged, Connection source, Connection target, KnownCatalogs catalogs)
      throws SQLException {
    Decide decide = new Decide(begun, source);
    decide.requireAllNamed(staged);
    decide.delete(staged);
    requireSame(begun, begun.source(), source, catalogs);
    requireSame(begun, begun.target(), target, catalogs);
    decide.decide(staged);
    FailPoint.BEFORE_DECISION.reached();
  }

  /** A condition that names values would neither copy nor delete one that appeared since. */
  private void requireAllNamed(Staged staged) throws SQLException {
    RowFilter filter = new RowFilter(begun.group(), begun.move().subject());
    for (int i = 0; i < staged.tables().size(); i++) {
      GroupTable table = begun.source().tables().get(i);
      String now = filter.on(source, table, RowFilter.Side.SOURCE);
      if (!now.equals(staged.tables().get(i).condition())) {
        throw refused(
            "would leave rows of %s behind: somebody writes them without the router"
                .formatted(table.name()));
      }
    }
  }

  /** Children first. A row that appeared behind the copy makes the counts differ. */
  private void delete(Staged staged) throws SQLException {
    String before = Sql.one(source, row -> row.getString(1), "show session_replication_role");
    for (Staged.Table table : Lists.reverse(staged.tables())) {
      Sql.run(source, "select shard_router.suppress_triggers(?::regclass)", table.name());
      long deleted =
          Sql.update(source, "delete from " + table.name() + " t where " + table.condition());
      if (deleted != table.rows()) {
        throw refused(
            "copied %d rows of %s and would delete %d: somebody writes them without the router"
                .formatted(table.rows(), table.name(), deleted));
      }
    }
    Sql.run(
        source,
        "select set_config('session_replication_role', ?, true)"
            + " where current_setting('session_replication_role') <> ?",
        before,
        before);
  }

  private static void requireSame(
      Begun begun, GroupCatalog then, Connection side, KnownCatalogs catalogs) throws SQLException {
    GroupCatalog now = catalogs.read(side, then.shard(), then.group());
    if (!now.equals(then) && !now.fingerprint().equals(then.fingerprint())) {
      throw new RefusedException(
          SqlState.REFUSED,
          "the tables of group %s changed on shard %d while %s ran: run it again"
              .formatted(then.group(), then.shard(), begun.move()));
    }
  }

  private void decide(Staged staged) throws SQLException {
    Move move = begun.move();
    if (!Decision.commit(source, move, begun.nonce())) {
      throw refused("was given up by shardctl recover");
    }
    if (!Deciding.giveAway(source, move)) {
      throw refused("comes to a placement with a greater epoch");
    }
    long journaled =
        Sql.update(
            source,
            "update shard_router.move set state = ?, moved_rows = ?, moved_bytes = ?"
                + " where move_id = ? and state = ?",
            Journal.word(State.DECIDED),
            staged.rows(),
            staged.bytes(),
            move.id(),
            Journal.word(State.BEGUN));
    if (journaled != 1) {
      throw refused("is no longer in the source's journal");
    }
  }

  private RefusedException refused(String what) {
    return new RefusedException(SqlState.REFUSED, begun.move() + " " + what);
  }
}
