package io.shardrouter.migrator.internal.move;

import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.MoveStatus.State;
import io.shardrouter.migrator.internal.sql.Sql;
import io.shardrouter.migrator.internal.sql.UntilFree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an open move, by what its source decided and never by a guess: gives it up unless it is
 * decided, adopts it if it is. May run at any time, by anybody, beside the mover and beside others
 * who do the same.
 */
public final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter.move");

  /** How long to wait for a mover that is just committing before its session is ended. */
  private static final Duration COMMITTING = Duration.ofSeconds(2);

  /** So often it is waited for a session that is not the mover's, and so is not ended. */
  private static final int PATIENCE = 3;

  private final ShardLinks links;

  /** How a move ended. */
  public enum Outcome {
    /** Decided and adopted: the target holds the subject. */
    DONE,
    /** Given up: the source holds the subject. */
    ABORTED
  }

  public Settlement(ShardLinks links) {
    this.links = links;
  }

  /**
   * Settles {@code move}.
   *
   * @throws SQLException where a shard is down, or the target cannot adopt; settling can be
   *     repeated
   */
  public Outcome settle(Move move) throws SQLException {
    Decision decision;
    try (ShardLink source = links.to(move.source())) {
      decision = decide(source, move);
    }
    if (decision instanceof Decision.Commit commit) {
      adopt(move, commit.nonce());
      LOG.info("{}: adopted", move);
      return Outcome.DONE;
    }
    clear(move);
    LOG.info("{}: given up", move);
    return Outcome.ABORTED;
  }

  /**
   * Settles after {@code failure}, to which it adds what goes wrong with that. An interrupt waits
   * until that is done: it is often what failed.
   */
  Optional<Outcome> afterFailure(Move move, Throwable failure) {
    boolean interrupted = Thread.interrupted();
    try {
      return Optional.of(settle(move));
    } catch (SQLException e) {
      LOG.warn("{}: left open, run shardctl recover: {}", move, e.getMessage());
      failure.addSuppressed(e);
      return Optional.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The decision that there is, or that this gives up; either is final. */
  private static Decision decide(ShardLink source, Move move) throws SQLException {
    for (int heldByOthers = 0; ; ) {
      try {
        Decision decision =
            source.inTransaction(
                connection -> {
                  Sql.run(
                      connection,
                      "select set_config('lock_timeout', ? || 'ms', true)",
                      "" + COMMITTING.toMillis());
                  Sql.run(
                      connection,
                      "insert into shard_router.decision (move_id, outcome) values (?, 'abort')"
                          + " on conflict do nothing",
                      move.id());
                  FailPoint.BEFORE_ABORT.reached();
                  return Decision.read(connection, move.id()).orElseThrow();
                });
        FailPoint.AFTER_ABORT.reached();
        return decision;
      } catch (SQLException e) {
        if (!UntilFree.isBusy(e)) {
          throw e;
        }
        // The mover has written its decision and does not commit: ending its session ends the
        // doubt.
        if (!endMover(source.connection(), move) && ++heldByOthers == PATIENCE) {
          throw new SQLException(
              move + " is being decided by a session that does not end, perhaps another recovery",
              e.getSQLState(),
              e);
        }
      }
    }
  }

  private void clear(Move move) throws SQLException {
    for (int side : new int[] {move.target(), move.source()}) {
      try (ShardLink link = links.to(side)) {
        endMover(link.connection(), move);
        link.inTransaction(
            connection -> {
              Journal.end(connection, move, State.ABORTED);
              return true;
            });
      }
    }
  }

  private void adopt(Move move, Nonce nonce) throws SQLException {
    try (ShardLink target = links.to(move.target())) {
      endMover(target.connection(), move);
      Adopt.onTarget(target, move, nonce);
    }
    try (ShardLink source = links.to(move.source())) {
      endMover(source.connection(), move);
      Adopt.onSource(source, move, Optional.empty());
    }
  }

  /**
   * A mover that is stalled in a COPY ignores time-outs and holds its locks until this.
   *
   * @return whether it had a session
   */
  private static boolean endMover(Connection connection, Move move) throws SQLException {
    return Sql.maybe(
            connection,
            row -> true,
            """
        select pg_terminate_backend(a.pid, 5000)
          from shard_router.move m
          join pg_stat_activity a on a.pid = m.backend_pid and a.backend_start = m.backend_start
         where m.move_id = ? and a.pid <> pg_backend_pid() and\s"""
                + Journal.OPEN,
            move.id())
        .isPresent();
  }
}
