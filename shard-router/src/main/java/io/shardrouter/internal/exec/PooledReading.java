package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/** A pool's connection, for a transaction that reads and is then rolled back. */
final class PooledReading implements ReadingConnection {
  /** REPEATABLE READ gives all that follows the very same snapshot. */
  private static final String OPENING =
      "set transaction isolation level repeatable read read only; ";

  private static final String CLOSING = "; commit";

  private final Shard shard;
  private final Connection pooled;
  private final BaseConnection driver;

  private PooledReading(Shard shard, Connection pooled, BaseConnection driver) {
    this.shard = shard;
    this.pooled = pooled;
    this.driver = driver;
  }

  static ReadingConnection take(Shard shard) throws SQLException {
    Connection pooled = shard.acquire();
    try {
      pooled.setAutoCommit(false);
      return new PooledReading(shard, pooled, pooled.unwrap(BaseConnection.class));
    } catch (SQLException | RuntimeException e) {
      pooled.close();
      throw e;
    }
  }

  @Override
  public BaseConnection driver() {
    return driver;
  }

  @Override
  public String opening() {
    return OPENING;
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
    driver.rollback();
    pooled.close();
  }

  @Override
  public void discard() {
    shard.discard(pooled);
  }
}
