package io.shardrouter.internal.exec;

import io.shardrouter.ShardMovedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is: its attachment to a shard, from the first need to the moment at which it has
 * to be elsewhere. Not thread-safe.
 */
final class SessionPlace {
  private final Router router;
  private final SessionKey key;
  private final SessionSettings settings;
  private @Nullable Attachment attachment;
  private boolean displaced;
  private boolean closed;

  SessionPlace(Router router, SessionKey key, SessionSettings settings) {
    this.router = router;
    this.key = key;
    this.settings = settings;
  }

  boolean isAttached() {
    return attachment != null;
  }

  /** The attachment, which must be there. */
  Attachment attached() {
    if (attachment == null) {
      throw new IllegalStateException("not attached");
    }
    return attachment;
  }

  /** Whether a transaction is open on the shard. */
  boolean hasOpenTransaction() {
    return attachment != null && attachment.isOpen();
  }

  /** As {@link KeyedSession#physical()}. */
  Connection physical() throws SQLException {
    requireOpen();
    if (attachment == null) {
      attachTo(likelyShard());
    }
    return attached().physical();
  }

  private int likelyShard() throws SQLException {
    Optional<RoutedKey> likely = key.likely();
    return likely.isPresent()
        ? router.holder(likely.get())
        : router.shards().all().iterator().next().id();
  }

  // --- going elsewhere --------------------------------------------------------------------------

  void attachTo(int shardId) throws SQLException {
    if (attachment != null && attachment.shard().id() == shardId) {
      return;
    }
    detach();
    attachment = Attachment.to(router.shards().get(shardId), settings);
  }

  /** Leaves the shard unless {@code next} is there, with whatever was left in its session. */
  void leaveUnlessHolding(RoutedKey next) throws SQLException {
    if (attachment != null && attachment.shard().id() != router.holder(next)) {
      detach();
    }
  }

  private void detach() throws SQLException {
    Attachment left = attachment;
    attachment = null;
    displaced = false;
    if (left != null) {
      left.release();
    }
  }

  /** The shard no longer holds the key; the next statement goes to the one that does. */
  void displace() {
    displaced = true;
  }

  /** A fresh attachment to {@code shardId}, where the key is now. */
  void moveTo(int shardId) throws SQLException {
    detach();
    attachTo(shardId);
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
      detach();
    }
    if (attachment == null || !attachment.isUsed() || key.endsWithTransaction()) {
      attachTo(router.holder(settled));
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

  // --- life -------------------------------------------------------------------------------------

  /** Gives an idle connection back to its pool where the session itself may be idle for long. */
  void release() throws SQLException {
    if (key.endsWithTransaction() && !hasOpenTransaction()) {
      detach();
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

  /** Leaves the shard for good. */
  void leave() throws SQLException {
    detach();
  }

  /** Breaks the physical connection off. */
  void abort(Executor executor) throws SQLException {
    Attachment aborted = attachment;
    if (aborted != null) {
      aborted.shard().pool().evictConnection(aborted.physical());
      aborted.physical().abort(executor);
    }
  }
}
