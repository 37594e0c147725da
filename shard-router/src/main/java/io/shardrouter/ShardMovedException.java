package io.shardrouter;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import org.jspecify.annotations.Nullable;

/**
 * The key moved to another shard at a moment when the router could not follow it unseen. The
 * transaction was rolled back; nothing of it remains. SQLSTATE {@code 40001}: run it again.
 */
public final class ShardMovedException extends SQLTransactionRollbackException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which group and slot moved, and why the router did not repeat the statement
   * @param cause the guard's answer, or null
   */
  public ShardMovedException(String message, @Nullable SQLException cause) {
    super(message, SqlState.RETRY.code(), cause);
  }
}
