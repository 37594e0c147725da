package io.shardrouter.internal.exec;

import com.google.common.util.concurrent.Striped;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.internal.guard.GuardAnswer.BeingAdopted;
import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;

/**
 * Finishes a move at whose target a guard stopped: where the source has decided it, the rows that
 * wait on the target are adopted, by connections apart from the pools. Thread-safe; several routers
 * may do it at once.
 */
final class Adoption {
  private static final Duration LOGIN = Duration.ofSeconds(5);

  /** The longest that a source may take to look its decision up. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** The longest that one adoption may take; its rows are on the target already. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Others wait for it: the server ends it where the process that does it sleeps. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

  private final Router router;

  /** Statements of one router that meet the same move do not all ask for it. */
  private final Striped<Lock> moves = Striped.lock(64);

  Adoption(Router router) {
    this.router = router;
  }

  /**
   * Adopts the move that {@code answer} names, if it is decided.
   *
   * @param target the shard whose guard answered
   * @return the shard to ask next: the target if it has adopted, else the source, which still holds
   *     the key
   * @throws ShardUnavailableException {@code 08001} where the source cannot be asked, or the target
   *     cannot adopt
   */
  int settle(BeingAdopted answer, Shard target) throws SQLException {
    Lock lock = moves.get(answer.move());
    lock.lock();
    try {
      Optional<byte[]> nonce = nonce(answer);
      if (nonce.isEmpty()) {
        return answer.source();
      }
      adopt(answer, target, nonce.get());
      return target.id();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The nonce that the source's decision reveals; empty: it has not decided to give the key away.
   */
  private Optional<byte[]> nonce(BeingAdopted answer) throws SQLException {
    Shard source = router.shards().get(answer.source());
    try (Connection connection = source.connect(LOGIN)) {
      connection.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select nonce from shard_router.decision"
                  + " where move_id = ? and outcome = 'commit'")) {
        statement.setObject(1, UUID.fromString(answer.move()));
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
      }
    }
  }

  private static void adopt(BeingAdopted answer, Shard target, byte[] nonce) throws SQLException {
    try (Connection connection = target.connect(LOGIN)) {
      connection.setAutoCommit(false);
      try (Statement limit = connection.createStatement()) {
        limit.execute(
            "set local statement_timeout = %d; set local idle_in_transaction_session_timeout = %d"
                .formatted(LIMIT.toMillis(), LONGEST_IDLE.toMillis()));
      }
      try (PreparedStatement statement =
          connection.prepareStatement("select shard_router.adopt(?, ?)")) {
        statement.setObject(1, UUID.fromString(answer.move()));
        statement.setBytes(2, nonce);
        statement.execute();
      }
      FailPoint.BEFORE_ADOPTION.reached();
      connection.commit();
      FailPoint.AFTER_ADOPTION.reached();
    } catch (SQLException e) {
      throw new ShardUnavailableException(
          SqlState.UNREACHABLE,
          target.id(),
          "shard %d could not adopt the rows of move %s, which wait there: %s; if this persists, run"
                  .formatted(target.id(), answer.move(), e.getMessage())
              + " shardctl recover, or take the move back by shardctl recover --return",
          e);
    }
  }
}
