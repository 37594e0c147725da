package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.sql.Conduct;
import io.shardrouter.internal.sql.StatementText;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/**
 * The transaction, and the guard in it, that something of the driver was given out under. Callers
 * may keep what they were given; it asks here whether it may still be used. Not thread-safe.
 */
public final class GuardedTransaction {
  private final Attachment attachment;
  private final long guard;

  GuardedTransaction(Attachment attachment) {
    this.attachment = attachment;
    this.guard = attachment.guardNumber();
  }

  /**
   * The driver's connection, within the transaction.
   *
   * @throws RefusedException {@code SR004} where the guard went: with the transaction, or with a
   *     rollback to a savepoint
   */
  public BaseConnection driver() throws RefusedException {
    if (!attachment.holdsGuard() || attachment.guardNumber() != guard) {
      throw new RefusedException(
          SqlState.REFUSED,
          "the transaction, or its part up to a rollback to a savepoint, is over in which the"
              + " driver's connection was unwrapped: unwrap it again");
    }
    return attachment.driver();
  }

  /** As {@link #driver()}, for a call that leaves something in the session. */
  public BaseConnection driverThatKeeps() throws RefusedException {
    BaseConnection driver = driver();
    attachment.markStateful();
    return driver;
  }

  /**
   * The driver's connection, in the transaction or between later ones, for calls that reach no row.
   *
   * @throws RefusedException {@code SR004} where the pool has it back
   */
  public BaseConnection driverBetween() throws RefusedException {
    if (attachment.isReleased()) {
      throw new RefusedException(
          SqlState.REFUSED, "the driver's connection is back in its pool: unwrap it again");
    }
    return attachment.driver();
  }

  /**
   * Lets {@code sql} pass to the driver as it is.
   *
   * @throws RefusedException {@code SR004} where the transaction is over, or would be over after it
   */
  public void admit(String sql) throws SQLException {
    StatementText text = StatementText.scan(sql, driver().getStandardConformingStrings());
    if (text.endsGuards() || text.conduct() == Conduct.REFUSED) {
      throw new RefusedException(
          SqlState.REFUSED, "this would end the guarded transaction: use Connection.commit");
    }
  }

  /** The id of the shard. */
  public int shard() {
    return attachment.shard().id();
  }
}
