package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.GuardedTransaction;
import java.sql.SQLException;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/**
 * The driver's large objects within a guarded transaction. Its other methods come through these
 * three; the server closes an object that is open when the transaction ends.
 */
final class KeyedLargeObjectManager extends LargeObjectManager {
  private final GuardedTransaction transaction;

  KeyedLargeObjectManager(GuardedTransaction transaction) throws SQLException {
    super(transaction.driver());
    this.transaction = transaction;
  }

  @Override
  public LargeObject open(long oid, int mode, boolean commitOnClose) throws SQLException {
    transaction.driver();
    if (commitOnClose) {
      throw new RefusedException(
          SqlState.REFUSED, "an object cannot commit when it is closed: use Connection.commit");
    }
    return super.open(oid, mode, false);
  }

  @Override
  public long createLO(int mode) throws SQLException {
    transaction.driver();
    return super.createLO(mode);
  }

  @Override
  public void delete(long oid) throws SQLException {
    transaction.driver();
    super.delete(oid);
  }
}
