package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
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

  private static final String CLOSING = "; commit";

  private static final Frame WHOLE =
      new Frame("begin transaction isolation level repeatable read read only; ", CLOSING);

  /** One statement has one snapshot by itself. */
  private static final Frame ALONE = new Frame("", "");

  private final Shard shard;
  private final Connection pooled;
  private final BaseConnection driver;
  private final boolean reusable;

  /** What each transaction here begins with, because the caller's has it. */
  private final ImmutableList<SessionSettings.Setting> local;

  private PooledReading(
      Shard shard,
      Connection pooled,
      boolean reusable,
      ImmutableList<SessionSettings.Setting> local)
      throws SQLException {
    this.shard = shard;
    this.pooled = pooled;
    this.driver = pooled.unwrap(BaseConnection.class);
    this.reusable = reusable;
    this.local = local;
  }

  static ReadingConnection take(Shard shard) throws SQLException {
    Connection pooled = shard.acquire();
    try {
      return new PooledReading(shard, pooled, true, ImmutableList.of());
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
      return new PooledReading(shard, pooled, reusable, settings.ofTransaction());
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
  public Frame open(Reading reading) throws SQLException {
    boolean blocks = reading.extent() == Reading.Extent.BLOCKS;
    // What travels as one text begins its transaction by itself, without the settings.
    boolean whole = !blocks && local.isEmpty();
    pooled.setAutoCommit(whole);
    if (whole) {
      return reading.along().sql().isEmpty() ? ALONE : WHOLE;
    }
    return new Frame(OPENING, blocks ? "" : CLOSING);
  }

  @Override
  public boolean hasOneSnapshot() {
    return true;
  }

  @Override
  public void renew() throws SQLException {
    rollBack();
    for (SessionSettings.Setting setting : local) {
      setting.applyTo(pooled);
    }
  }

  private void rollBack() throws SQLException {
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
      rollBack();
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
