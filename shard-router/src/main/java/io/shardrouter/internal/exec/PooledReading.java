package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A pool's connection, for a transaction that reads and is then rolled back. */
final class PooledReading implements ReadingConnection {
  /**
   * REPEATABLE READ gives all that follows the very same snapshot. In manual commit, which block by
   * block takes, the driver begins the transaction.
   */
  private static final String OPENING =
      "set transaction isolation level repeatable read read only; ";

  private static final String BEGINNING =
      "begin transaction isolation level repeatable read read only; ";

  private static final String CLOSING = "; commit";

  private final Shard shard;
  private final Connection pooled;
  private final BaseConnection driver;
  private final boolean reusable;

  private PooledReading(Shard shard, Connection pooled, BaseConnection driver, boolean reusable) {
    this.shard = shard;
    this.pooled = pooled;
    this.driver = driver;
    this.reusable = reusable;
  }

  static ReadingConnection take(Shard shard) throws SQLException {
    Connection pooled = shard.acquire();
    try {
      return new PooledReading(shard, pooled, pooled.unwrap(BaseConnection.class), true);
    } catch (SQLException | RuntimeException e) {
      pooled.close();
      throw e;
    }
  }

  /** Over {@code pooled}, with {@code settings} that change what statements answer. */
  static ReadingConnection with(Shard shard, Connection pooled, SessionSettings settings)
      throws SQLException {
    boolean reusable = !settings.changeAnswers();
    try {
      if (!reusable) {
        settings.applyTo(pooled);
      }
      return new PooledReading(shard, pooled, pooled.unwrap(BaseConnection.class), reusable);
    } catch (SQLException | RuntimeException e) {
      shard.discard(pooled);
      throw e;
    }
  }

  @Override
  public BaseConnection driver() {
    return driver;
  }

  @Override
  public String open(Reading.Extent extent) throws SQLException {
    boolean whole = extent == Reading.Extent.WHOLE;
    pooled.setAutoCommit(whole);
    return whole ? BEGINNING : OPENING;
  }

  @Override
  public String closing() {
    return CLOSING;
  }

  @Override
  public boolean hasOneSnapshot() {
    return true;
  }

  @Override
  public void renew() throws SQLException {
    pooled.setAutoCommit(false);
    driver.rollback();
  }

  @Override
  public boolean isForAnything() {
    return true;
  }

  @Override
  public boolean endsGently() {
    return false;
  }

  @Override
  public void end() throws SQLException {
    if (driver.isClosed()) {
      discard();
      return;
    }
    if (driver.getTransactionState() != TransactionState.IDLE) {
      renew();
    }
    if (reusable) {
      pooled.close();
    } else {
      discard();
    }
  }

  @Override
  public void discard() {
    shard.discard(pooled);
  }
}
