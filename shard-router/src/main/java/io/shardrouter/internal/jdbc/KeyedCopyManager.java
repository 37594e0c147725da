package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.GuardedTransaction;
import java.sql.SQLException;
import org.postgresql.copy.CopyDual;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * The driver's COPY within a guarded transaction. Its other methods come through these three, and
 * while a copy is open the driver lets nothing else run that could end the transaction.
 */
final class KeyedCopyManager extends CopyManager {
  private final GuardedTransaction transaction;

  KeyedCopyManager(GuardedTransaction transaction) throws SQLException {
    super(transaction.driver());
    this.transaction = transaction;
  }

  @Override
  public CopyIn copyIn(String sql) throws SQLException {
    transaction.admit(sql);
    return super.copyIn(sql);
  }

  @Override
  public CopyOut copyOut(String sql) throws SQLException {
    transaction.admit(sql);
    return super.copyOut(sql);
  }

  @Override
  public CopyDual copyDual(String sql) throws SQLException {
    transaction.admit(sql);
    return super.copyDual(sql);
  }
}
