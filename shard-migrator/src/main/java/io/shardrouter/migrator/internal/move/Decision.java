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
