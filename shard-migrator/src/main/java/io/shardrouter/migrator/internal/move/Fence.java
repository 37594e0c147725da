package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.ShardLock;
import io.shardrouter.migrator.internal.sql.Sql;
import io.shardrouter.migrator.internal.sql.UntilFree;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;

/**
 * Step 3: the exclusive hold on the source that keeps everyone off the subject, in the READ
 * COMMITTED transaction that decides.
 */
final class Fence {
  /** Rows are locked while they are copied; a writer that goes around the router may hold one. */
  private static final Duration ROW_LOCK_TIMEOUT = Duration.ofSeconds(2);

  private final Duration limit;

  /**
   * @param limit how long to try for each lock
   */
  Fence(Duration limit) {
    this.limit = limit;
  }

  /**
   * Keeps every transaction of the router off the subject: of a key, those of that key; of a slot,
   * all of the slot. Then the source must still be the holder, as when the move began.
   *
   * @throws RefusedException {@code SR004} where it is not, or where another move is in the way
   */
  void raise(Connection connection, Begun begun) throws SQLException {
    Subject subject = begun.move().subject();
    take(connection, () -> lockSubject(connection, subject));
    if (Preflight.isUnguarded(connection)) {
      throw new RefusedException(
          SqlState.REFUSED, "a router with guard: off has connected to the source meanwhile");
    }
    begun.deciding().requireStill(connection, subject);
    List<Journal.Entry> others =
        Journal.overlapping(connection, subject).stream()
            .filter(other -> !other.move().id().equals(begun.move().id()))
            .toList();
    if (!others.isEmpty()) {
      throw new RefusedException(
          SqlState.REFUSED, others.get(0).move() + " is open and excludes " + begun.move());
    }
    lockTimeout(connection, ROW_LOCK_TIMEOUT);
  }

  /**
   * Keeps off, for the decision itself, statements without a key that write, and transactions whose
   * snapshot could be older than the decision. Last, because moves from one shard exclude each
   * other by it.
   */
  void close(Connection connection, Begun begun) throws SQLException {
    take(
        connection,
        () -> {
          Sql.run(connection, ShardLock.GROUP.exclusive(), begun.move().subject().group());
          Sql.run(connection, "lock table shard_router.fence in exclusive mode");
        });
  }

  private static void lockSubject(Connection connection, Subject subject) throws SQLException {
    if (subject instanceof Subject.Slot) {
      Sql.run(connection, ShardLock.SLOT.exclusive(), subject.group(), subject.slot());
      return;
    }
    Sql.run(connection, ShardLock.SLOT.shared(), subject.group(), subject.slot());
    Sql.run(connection, ShardLock.KEY.exclusive(), subject.group(), subject.keyOrNull());
  }

  /** What is locked. */
  @FunctionalInterface
  private interface Locks {
    void take() throws SQLException;
  }

  private void take(Connection connection, Locks locks) throws SQLException {
    lockTimeout(connection, UntilFree.LOCK_TIMEOUT);
    UntilFree.get(
        limit,
        () -> {
          Savepoint before = connection.setSavepoint();
          try {
            locks.take();
            return true;
          } catch (SQLException e) {
            if (UntilFree.isBusy(e)) {
              connection.rollback(before);
            }
            throw e;
          }
        });
  }

  private static void lockTimeout(Connection connection, Duration limit) throws SQLException {
    Sql.run(
        connection, "select set_config('lock_timeout', ? || 'ms', true)", "" + limit.toMillis());
  }
}
