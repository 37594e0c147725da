package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.GuardedTransaction;
import java.sql.SQLException;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.fastpath.FastpathArg;

/**
 * The driver's function calls within a guarded transaction. Its other methods come through this
 * one. What a function leaves in the session is not known, so the session is not used again.
 */
@SuppressWarnings("deprecation") // The driver still hands it out.
final class KeyedFastpath extends Fastpath {
  private final GuardedTransaction transaction;

  KeyedFastpath(GuardedTransaction transaction) throws SQLException {
    super(transaction.driver());
    this.transaction = transaction;
  }

  @Override
  public byte[] fastpath(int function, FastpathArg[] arguments) throws SQLException {
    transaction.driverThatKeeps();
    return super.fastpath(function, arguments);
  }
}
