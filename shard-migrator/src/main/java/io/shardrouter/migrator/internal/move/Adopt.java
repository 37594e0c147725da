package io.shardrouter.migrator.internal.move;

import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.MoveStatus.State;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Step 5: the target takes in what it has staged, and the source's journal is closed. */
final class Adopt {
  private Adopt() {}

  /** Adopts on {@code target}; does nothing where a router was faster. */
  static void onTarget(ShardLink target, Move move, Nonce nonce) throws SQLException {
    target.inTransaction(
        connection -> {
          boolean adopted =
              Sql.holds(connection, "select shard_router.adopt(?, ?)", move.id(), nonce.bytes());
          FailPoint.BEFORE_ADOPTION.reached();
          return adopted;
        });
    FailPoint.AFTER_ADOPTION.reached();
  }

  /**
   * Ends the move in the journal of {@code source}, once it is adopted.
   *
   * @param pause how long writers of the subject were kept off, where that is known
   */
  static void onSource(ShardLink source, Move move, Optional<Duration> pause) throws SQLException {
    source.inTransaction(
        connection -> {
          Sql.run(
              connection,
              "update shard_router.move set pause_ms = ? where move_id = ?",
              pause.map(Duration::toMillis).orElse(null),
              move.id());
          Journal.end(connection, move, State.DONE);
          FailPoint.BEFORE_END_ON_SOURCE.reached();
          return true;
        });
    FailPoint.AFTER_END_ON_SOURCE.reached();
  }
}
