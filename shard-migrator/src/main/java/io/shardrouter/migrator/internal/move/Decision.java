package io.shardrouter.migrator.internal.move;

import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** What a move's source decided: once, for ever. */
sealed interface Decision {
  /** The target holds the subject from now on; the nonce lets anyone adopt it. */
  record Commit(Nonce nonce) implements Decision {}

  /** The move was given up. */
  record Abort() implements Decision {}

  /**
   * Decides {@code move} in the caller's transaction on its source; false where it was given up.
   * Whoever gives it up writes the same row, and the first one stays.
   */
  static boolean commit(Connection connection, Move move, Nonce nonce) throws SQLException {
    return Sql.update(
            connection,
            "insert into shard_router.decision (move_id, outcome, nonce) values (?, 'commit', ?)"
                + " on conflict do nothing",
            move.id(),
            nonce.bytes())
        == 1;
  }

  /** The decision in the table of the shard behind {@code connection}; empty: there is none yet. */
  static Optional<Decision> read(Connection connection, UUID move) throws SQLException {
    return Sql.maybe(
        connection,
        row ->
            row.getString("outcome").equals("commit")
                ? new Commit(Nonce.of(row.getBytes("nonce")))
                : new Abort(),
        "select outcome, nonce from shard_router.decision where move_id = ?",
        move);
  }
}
