package io.shardrouter.internal.exec;

import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.GuardText;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import org.postgresql.core.BaseConnection;

/**
 * The caller's own transaction on a shard, for a reading that sees what it has written. The
 * transaction goes on afterwards.
 */
final class TransactionReading implements ReadingConnection {
  private final Attachment attachment;

  TransactionReading(Attachment attachment) {
    this.attachment = attachment;
    attachment.markUsed();
  }

  @Override
  public BaseConnection driver() {
    return attachment.driver();
  }

  /** The fence, where the snapshot to come is one for all of the transaction. */
  @Override
  public Frame open(Reading reading) {
    return new Frame(
        attachment.isAboveReadCommitted() && !attachment.isOpen() ? GuardText.FENCE : "", "");
  }

  @Override
  public boolean hasOneSnapshot() {
    return attachment.isAboveReadCommitted();
  }

  /** Under READ COMMITTED the next statement sees another snapshot by itself. */
  @Override
  public void renew() throws SQLException {
    if (hasOneSnapshot()) {
      throw new SQLTransactionRollbackException(
          "rows moved between shards since the transaction began, and its snapshots do not fit"
              + " together: run it again",
          SqlState.RETRY.code());
    }
  }

  @Override
  public boolean isForAnything() {
    return false;
  }

  @Override
  public boolean endsGently() {
    return true;
  }

  @Override
  public void end() {
    // The transaction goes on.
  }

  @Override
  public void discard() {
    // Whoever uses the transaction next learns that its connection is gone.
  }
}
