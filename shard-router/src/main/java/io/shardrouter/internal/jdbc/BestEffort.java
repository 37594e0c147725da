package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.TransactionMode;
import io.shardrouter.internal.exec.KeyedSession;

/** Whether parts of what is written on several shards may be a transaction each. */
final class BestEffort {
  private BestEffort() {}

  /**
   * Requires it.
   *
   * @param what is written
   * @throws RefusedException {@code SR005} in a transaction, and where it is not configured
   */
  static void require(KeyedSession session, String what, int shards) throws RefusedException {
    boolean inTransaction = !session.settings().autoCommit() || session.hasOpenTransaction();
    if (inTransaction || session.router().config().transactions() != TransactionMode.BEST_EFFORT) {
      throw new RefusedException(
          SqlState.SECOND_SHARD,
          "%s on %d shards, and a transaction writes on one: split it by key"
                  .formatted(what, shards)
              + (inTransaction ? "" : ", or set transactions: best-effort"));
    }
  }
}
