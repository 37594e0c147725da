package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardMovedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is: its attachments to shards, each from the first need to the moment at which
 * nothing is left there, and the one of them at which the last statement ran. A session that
 * belongs to one key has one at most. Not thread-safe.
 */
final class SessionPlace {
  private final Router router;
  private final SessionKey key;
  private final SessionSettings settings;
  private final Attachments attachments = new Attachments();
  private @Nullable Attachment attachment;
  private @Nullable Attachment writer;
  private boolean displaced;
  private boolean failed;
  private boolean aborted;
  private boolean closed;

  SessionPlace(Router router, SessionKey key, SessionSettings settings) {
    this.router = router;
    this.key = key;
    this.settings = settings;
  }

  Router router() {
    return router;
  }

  boolean isAttached() {
    return attachment != null;
  }

  /** The attachment of the last statement, which must be there. */
  Attachment attached() {
    if (attachment == null) {
      throw new IllegalStateException("not attached");
    }
    return attachment;
  }

  /** All attachments; of one that belongs to a key there is one at most. */
  ImmutableList<Attachment> attachments() {
    return attachments.all();
  }

  /** Whether a transaction is open on any shard. */
  boolean hasOpenTransaction() {
    return attachments.haveOpenTransaction();
  }

  /** Whether {@code physical} is still the session's. */
  boolean holds(Connection physical) {
    return attachments.hold(physical);
  }

  /** As {@link KeyedSession#physical()}. */
  Connection physical() throws SQLException {
    requireOpen();
    if (attachment == null) {
      attachTo(likelyShard());
    }
    return attached().physical();
  }

  /** As {@link KeyedSession#driver()}. */
  Connection driver() throws SQLException {
    physical();
    return attached().driver();
  }

  private int likelyShard() throws SQLException {
    RoutedKey likely = key.likely();
    return likely != null ? router.holder(likely) : router.shards().all().iterator().next().id();
  }

  // --- going elsewhere --------------------------------------------------------------------------

  void attachTo(int shardId) throws SQLException {
    if (attachment != null && attachment.shard().id() == shardId) {
      return;
    }
    Optional<Attachment> there = attachments.to(shardId);
    if (there.isPresent()) {
      attachment = there.get();
      return;
    }
    attachment = null;
    leaveIdle();
    Attachment fresh = fresh(router.shards().get(shardId));
    attachments.add(fresh);
    attachment = fresh;
  }

  /**
   * Whoever takes connections in the order of the shards' ids can wait for as long as the pool
   * allows: nobody in that order waits for them. Out of order, two transactions could wait for each
   * other's.
   */
  private Attachment fresh(Shard shard) throws SQLException {
    return Attachment.to(shard, limited(shard), settings);
  }

  /** A connection of {@code shard}, for a session that may hold some already. */
  Connection limited(Shard shard) throws SQLException {
    if (attachments.areInOrder(shard)) {
      return shard.acquire();
    }
    Duration limit = router.config().acquireTimeout();
    Optional<Connection> physical =
        LimitedWait.forConnection(shard, limit, router.scatterThreads());
    if (physical.isPresent()) {
      return physical.get();
    }
    throw fail(
        new SQLTransactionRollbackException(
            "shard %d gave no connection within acquireTimeout (%s) to a transaction that holds"
                    .formatted(shard.id(), limit)
                + " shards of higher ids: run it again",
            SqlState.RETRY.code()));
  }

  /** Rolls back what is open; until the caller does the same, nothing more is run. */
  private SQLException fail(SQLException failure) {
    failed = true;
    attachments.rollBackFor(failure);
    return failure;
  }

  /** Leaves the shards where nothing of this session goes on. */
  private void leaveIdle() throws SQLException {
    for (Attachment idle : attachments.all()) {
      boolean goesOn =
          idle.isOpen()
              || idle.hasOpenRows()
              || idle.isStateful()
              || (idle.isUsed() && !settings.autoCommit());
      if (!key.endsWithTransaction() || !goesOn) {
        detach(idle);
      }
    }
  }

  /** Leaves the shard unless {@code next} is there, with whatever was left in its session. */
  void leaveUnlessHolding(RoutedKey next) throws SQLException {
    if (attachment != null && attachment.shard().id() != router.holder(next)) {
      detach(attachment);
    }
  }

  /** Leaves a shard where nothing of the session is left. */
  void leave(Attachment left) throws SQLException {
    detach(left);
  }

  private void detach(Attachment left) throws SQLException {
    attachments.remove(left);
    if (attachment == left) {
      attachment = null;
      displaced = false;
    }
    if (writer == left) {
      writer = null;
    }
    left.release();
  }

  /** The shard no longer holds the key; the next statement goes to the one that does. */
  void displace() {
    displaced = true;
  }

  /** A fresh attachment to {@code shardId}, where the key is now. */
  void moveTo(int shardId) throws SQLException {
    boolean writes = writer != null && writer == attachment;
    detach(attached());
    attachTo(shardId);
    if (writes) {
      writer = attachment;
    }
  }

  /**
   * Makes {@code next} the running statement's key and attaches to where it is now, unless a
   * transaction of a key holds the session where it is. A transaction that a catalog query began,
   * before there was a key, holds nothing.
   */
  void settle(RoutedKey next) throws SQLException {
    boolean held = key.isSettled() && hasOpenTransaction();
    key.settle(next);
    if (held) {
      return;
    }
    try {
      settleShard(next);
    } catch (SQLException e) {
      key.unsettle();
      throw e;
    }
  }

  private void settleShard(RoutedKey settled) throws SQLException {
    if (attachment != null && displaced) {
      if (attachment.isStateful()) {
        throw moved(
            "settings of its session would be lost on the way: close this connection and take a"
                + " new one",
            null);
      }
      detach(attachment);
    }
    if (attachment == null || !attachment.isUsed() || key.endsWithTransaction()) {
      attachTo(router.holder(settled));
    }
  }

  /**
   * Makes {@code next}, which the running statement's text gave, its key, and attaches to where
   * that is now.
   */
  void settleByText(RoutedKey next) throws SQLException {
    key.settleByText(next);
    try {
      attachTo(router.holder(next));
    } catch (SQLException e) {
      key.unsettle();
      throw e;
    }
  }

  /** The current key is not here any more, and the caller must be told. */
  ShardMovedException moved(String why, @Nullable SQLException cause) {
    RoutedKey lost = key.current();
    return new ShardMovedException(
        "the key in slot %d of group %s is no longer on shard %d; %s"
            .formatted(lost.slot(), lost.group(), attached().shard().id(), why),
        cause);
  }

  // --- failures ---------------------------------------------------------------------------------

  /** The statement of a transaction failed otherwise than on one of its shards. */
  void statementFailed() {
    aborted = isInTransaction();
  }

  /** Whether a statement would be part of a transaction. */
  boolean isInTransaction() {
    return !settings.autoCommit() || hasOpenTransaction();
  }

  /** What made the transaction fail is undone. */
  void rolledBackToSavepoint() {
    aborted = false;
  }

  /**
   * Fails as PostgreSQL does while a transaction that failed has not been rolled back.
   *
   * @throws SQLException {@code 25P02}
   */
  void requireNotFailed() throws SQLException {
    if (failed) {
      throw new SQLException(
          "current transaction was rolled back, commands ignored until end of transaction block",
          "25P02");
    }
    if (aborted) {
      throw new SQLException(
          "current transaction is aborted, commands ignored until end of transaction block",
          "25P02");
    }
    for (int i = 0; i < attachments.all().size(); i++) {
      Attachment other = attachments.all().get(i);
      if (other != attachment && other.isFailed()) {
        throw new SQLException(
            "current transaction is aborted on shard "
                + other.shard().id()
                + ", commands ignored until end of transaction block",
            "25P02");
      }
    }
  }

  // --- writing ----------------------------------------------------------------------------------

  /**
   * Makes the attached shard the one that the transaction writes on.
   *
   * @throws RefusedException {@code SR005} where it has written on another one
   */
  void writeHere() throws RefusedException {
    if (settings.autoCommit() && !hasOpenTransaction()) {
      return;
    }
    if (writer != null && writer != attachment) {
      throw new RefusedException(
          SqlState.SECOND_SHARD,
          "the transaction has written on shard %d and would now write on shard %d: commit first"
              .formatted(writer.shard().id(), attached().shard().id()));
    }
    writer = attachment;
  }

  /** The attachment that the transaction has written through; empty: it has not written. */
  Optional<Attachment> writer() {
    return Optional.ofNullable(writer);
  }

  /**
   * The transaction may have ended with the statement: in autocommit, or because it said COMMIT.
   */
  void statementEnded(boolean wasOpen) {
    if (!hasOpenTransaction()) {
      key.unsettle();
      if (settings.autoCommit() || wasOpen) {
        key.transactionEnded();
        transactionEnded();
      }
    }
  }

  /** The transaction is over on all shards. */
  void transactionEnded() {
    writer = null;
    failed = false;
    aborted = false;
    settings.transactionEnded();
    if (key.endsWithTransaction()) {
      attachments.all().forEach(Attachment::endUse);
    }
  }

  // --- life -------------------------------------------------------------------------------------

  /**
   * Gives idle connections back to their pools where the session itself may be idle for long; not
   * those whose rows the caller still reads, nor those with something left in their session.
   */
  void release() throws SQLException {
    if (key.endsWithTransaction() && !hasOpenTransaction()) {
      leaveIdle();
    }
  }

  boolean isClosed() throws SQLException {
    return closed || (attachment != null && attachment.physical().isClosed());
  }

  /**
   * Fails on a closed session.
   *
   * @throws SQLException {@code 08003}
   */
  void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("this connection is closed", SqlState.CLOSED.code());
    }
  }

  /** Whether the session was open until now. */
  boolean markClosed() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** Leaves all shards. */
  void leave() throws SQLException {
    while (!attachments.all().isEmpty()) {
      detach(attachments.all().get(attachments.all().size() - 1));
    }
  }

  /** Breaks the physical connections off. */
  void abort(Executor executor) throws SQLException {
    attachments.abort(executor);
  }
}
