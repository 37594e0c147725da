package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.MoveStatus.State;
import io.shardrouter.migrator.internal.catalog.GroupCatalog;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes back what a target cannot adopt: a move of its own, from the target to the source, whose
 * rows are those that the first move has staged. The target decides it, and thereby ends the first
 * move, in one transaction.
 */
public final class Return {
  private final ShardLinks links;
  private final Settlement settlement;

  /** Rows that wait on the target. */
  private record Waiting(String table, String staging, long rows) {}

  public Return(ShardLinks links, Settlement settlement) {
    this.links = links;
    this.settlement = settlement;
  }

  /**
   * Takes back the move {@code id}.
   *
   * @return the move that took it back
   * @throws RefusedException {@code SR004} where there is no such move that is decided and waits to
   *     be adopted
   * @throws SQLException where a shard fails; {@code recover} settles what was begun
   */
  public Move takeBack(UUID id) throws SQLException {
    Move first = waiting(id);
    Move back =
        new Move(
            UUID.randomUUID(),
            first.subject(),
            /* source= */ first.target(),
            /* target= */ first.source(),
            first.epoch() + 1,
            Optional.of(first.id()));
    Nonce nonce = Nonce.random();
    try (ShardLink from = links.to(first.target());
        ShardLink home = links.to(first.source())) {
      try {
        begin(home, first, back, nonce);
        decide(from, home, first, back, nonce);
        FailPoint.AFTER_RETURN.reached();
        Adopt.onTarget(home, back, nonce);
        Adopt.onSource(from, back, Optional.empty());
      } catch (SQLException | RuntimeException e) {
        from.discard();
        home.discard();
        settlement.afterFailure(back, e);
        throw e;
      }
    }
    return back;
  }

  private Move waiting(UUID id) throws SQLException {
    for (int shard : links.ids()) {
      try (ShardLink link = links.to(shard)) {
        Optional<Journal.Entry> entry = Journal.find(link.connection(), id);
        if (entry.isPresent()
            && entry.get().move().target() == shard
            && entry.get().state() == State.STAGED) {
          requireDecided(entry.get().move());
          return entry.get().move();
        }
      }
    }
    throw new RefusedException(
        SqlState.REFUSED, "no shard has a move " + id + " that waits to be adopted");
  }

  private void requireDecided(Move move) throws SQLException {
    try (ShardLink source = links.to(move.source())) {
      if (!(Decision.read(source.connection(), move.id()).orElse(null)
          instanceof Decision.Commit)) {
        throw new RefusedException(
            SqlState.REFUSED, move + " is not decided: run shardctl recover instead");
      }
    }
  }

  /** The first move is decided, so its old source needs its journal row no more. */
  private static void begin(ShardLink home, Move first, Move back, Nonce nonce)
      throws SQLException {
    home.inTransaction(
        connection -> {
          Journal.lockBeginnings(connection, back.subject());
          Journal.end(connection, first, State.DONE);
          Journal.begin(home, back, nonce.hash());
          return true;
        });
  }

  private static void decide(ShardLink from, ShardLink home, Move first, Move back, Nonce nonce)
      throws SQLException {
    Journal.takeOver(from, first);
    from.inLongTransaction(
        connection -> {
          lockFirst(connection, first);
          List<Waiting> waiting = waiting(connection, first);
          home.inTransaction(
              atHome -> {
                stage(connection, atHome, back, waiting);
                return true;
              });
          endFirst(connection, first);
          Journal.begin(from, back, null);
          Journal.advance(connection, back, State.BEGUN, State.DECIDED);
          if (!Decision.commit(connection, back, nonce)) {
            throw new RefusedException(SqlState.REFUSED, back + " was given up meanwhile");
          }
          if (!Deciding.giveAway(connection, back)) {
            throw new RefusedException(
                SqlState.REFUSED, back + " comes to a placement with a greater epoch");
          }
          FailPoint.BEFORE_RETURN.reached();
          return true;
        });
  }

  /** The first move counts as taken, because its source counts it as given. */
  private static void endFirst(Connection connection, Move first) throws SQLException {
    Sql.run(
        connection, "select shard_router.count_move(?, 'taken', ?)", first.source(), first.id());
    keepKeys(connection, first);
    Journal.end(connection, first, State.DONE);
  }

  /** Nobody adopts the first move from here on: whoever tries waits, and finds it ended. */
  private static void lockFirst(Connection connection, Move first) throws SQLException {
    if (!Sql.any(
        connection,
        "select from shard_router.move where move_id = ? and state = ? for update",
        first.id(),
        Journal.word(State.STAGED))) {
      throw new RefusedException(SqlState.REFUSED, first + " was adopted meanwhile");
    }
  }

  /**
   * What a slot's move handed over of single keys is kept: without it this shard would point for
   * them to the slot's holder, with an epoch that a later move of such a key need not exceed.
   */
  private static void keepKeys(Connection connection, Move first) throws SQLException {
    Sql.run(
        connection,
        "select shard_router.place(?, 'key', ?, key, shard, epoch, key_move_id)"
            + " from shard_router.move_key where move_id = ?",
        first.subject().group(),
        first.subject().slot(),
        first.id());
  }

  private static List<Waiting> waiting(Connection connection, Move first) throws SQLException {
    return Sql.rows(
        connection,
        row ->
            new Waiting(
                row.getString("table_name"), row.getString("staging"), row.getLong("staged_rows")),
        "select table_name, staging, staged_rows from shard_router.move_table"
            + " where move_id = ? order by ordinal",
        first.id());
  }

  private static void stage(Connection from, Connection home, Move back, List<Waiting> waiting)
      throws SQLException {
    GroupCatalog catalog = GroupCatalog.read(home, back.subject().group());
    for (int i = 0; i < waiting.size(); i++) {
      Waiting each = waiting.get(i);
      GroupTable table =
          catalog
              .tableNamed(each.table())
              .orElseThrow(
                  () ->
                      new RefusedException(
                          SqlState.REFUSED,
                          "shard %d has no table %s any more"
                              .formatted(back.target(), each.table())));
      String staging = "shard_stage.\"" + back.id() + "_" + i + "\"";
      Sql.run(home, table.createStaging(staging));
      new CopyPipe(from, home)
          .copy("copy " + each.staging() + " to stdout (format binary)", table.copyIn(staging));
      Sql.run(
          home,
          "insert into shard_router.move_table"
              + " (move_id, ordinal, table_name, staging, insertion, staged_rows)"
              + " values (?, ?, ?, ?, ?, ?)",
          back.id(),
          i,
          table.name(),
          staging,
          table.insertFromStaging(staging),
          each.rows());
    }
    Journal.advance(home, back, State.BEGUN, State.STAGED);
  }
}
