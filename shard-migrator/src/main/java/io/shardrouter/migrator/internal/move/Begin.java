package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.FailPoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Step 1: the move is written into the journals of its source and its target. */
final class Begin {
  private final ShardLinks links;
  private final Settlement settlement;

  Begin(ShardLinks links, Settlement settlement) {
    this.links = links;
    this.settlement = settlement;
  }

  /**
   * Begins a move of {@code subject}, which {@code deciding} says is on {@code source}.
   *
   * @throws RefusedException {@code SR004} where another open move excludes it
   */
  Begun begin(
      ShardLink source,
      ShardLink target,
      Subject subject,
      Deciding deciding,
      Preflight.Findings findings)
      throws SQLException {
    Move move =
        new Move(
            UUID.randomUUID(),
            subject,
            source.shard(),
            target.shard(),
            deciding.epoch() + 1,
            Optional.empty());
    Nonce nonce = Nonce.random();
    try {
      // No move excludes another once both have found the subject where it is.
      journal(source, move, null, c -> deciding.requireStill(c, subject));
      FailPoint.AFTER_BEGIN_ON_SOURCE.reached();
      journal(target, move, nonce.hash(), c -> {});
      FailPoint.AFTER_BEGIN_ON_TARGET.reached();
    } catch (SQLException | RuntimeException e) {
      // Settling ends the mover's sessions, which are these.
      source.discard();
      target.discard();
      settlement.afterFailure(move, e);
      throw e;
    }
    return new Begun(move, nonce, deciding, findings.group(), findings.source(), findings.target());
  }

  /** What must hold for the move to begin. */
  @FunctionalInterface
  private interface Condition {
    void require(Connection connection) throws SQLException;
  }

  private void journal(ShardLink side, Move move, byte @Nullable [] nonceHash, Condition condition)
      throws SQLException {
    FailPoint before =
        side.shard() == move.source()
            ? FailPoint.BEFORE_BEGIN_ON_SOURCE
            : FailPoint.BEFORE_BEGIN_ON_TARGET;
    for (int attempt = 0; ; attempt++) {
      Optional<Move> other =
          side.inTransaction(
              connection -> {
                Journal.lockBeginnings(connection, move.subject());
                List<Journal.Entry> open = Journal.overlapping(connection, move.subject());
                if (!open.isEmpty()) {
                  return Optional.of(open.get(0).move());
                }
                condition.require(connection);
                Journal.begin(side, move, nonceHash);
                before.reached();
                return Optional.empty();
              });
      if (other.isEmpty()) {
        return;
      }
      if (attempt > 0 || !clearIfAborted(other.get())) {
        throw new RefusedException(
            SqlState.REFUSED,
            "%s is open and excludes a move of %s: wait for it, or run shardctl recover"
                .formatted(other.get(), move.subject()));
      }
    }
  }

  /** A row whose move was given up is only a left-over: whoever finds it clears it. */
  private boolean clearIfAborted(Move other) throws SQLException {
    try (ShardLink source = links.to(other.source())) {
      if (!(Decision.read(source.connection(), other.id()).orElse(null)
          instanceof Decision.Abort)) {
        return false;
      }
    }
    settlement.settle(other);
    return true;
  }
}
