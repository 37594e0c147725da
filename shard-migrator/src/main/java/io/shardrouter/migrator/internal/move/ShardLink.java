package io.shardrouter.migrator.internal.move;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.SqlState;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * The migrator's own connection to a shard, in autocommit between steps. Not thread-safe.
 *
 * <p>Closed while a transaction is open, it is thrown away: nobody knows what state it is in.
 */
public final class ShardLink implements AutoCloseable {
  static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

  private static final String DURABLY =
      "select set_config('synchronous_commit', 'on', true)"
          + " where current_setting('synchronous_commit') <> 'remote_apply'";

  private final int shard;
  private final HikariDataSource pool;
  private final Connection connection;
  private final int backendPid;
  private final OffsetDateTime backendStart;
  private boolean broken;

  static ShardLink open(int shard, HikariDataSource pool) throws SQLException {
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (SQLException e) {
      throw new SQLTransientConnectionException(
          "shard " + shard + " gives no connection: " + rootMessage(e),
          SqlState.UNREACHABLE.code(),
          e);
    }
    try {
      return new ShardLink(shard, pool, connection);
    } catch (SQLException | RuntimeException e) {
      pool.evictConnection(connection);
      throw e;
    }
  }

  private ShardLink(int shard, HikariDataSource pool, Connection connection) throws SQLException {
    this.shard = shard;
    this.pool = pool;
    this.connection = connection;
    record Backend(int pid, OffsetDateTime start) {}
    Backend backend =
        Sql.one(
            connection,
            row -> new Backend(row.getInt(1), row.getObject(2, OffsetDateTime.class)),
            "select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()");
    this.backendPid = backend.pid();
    this.backendStart = backend.start();
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  public int shard() {
    return shard;
  }

  public Connection connection() {
    return connection;
  }

  int backendPid() {
    return backendPid;
  }

  OffsetDateTime backendStart() {
    return backendStart;
  }

  /** What runs in one transaction. */
  @FunctionalInterface
  public interface Transaction<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs {@code transaction} and commits it durably, whatever the server's default; rolls back
   * where it fails. The server ends it where its client sleeps in it: nobody waits longer for what
   * it has locked, and who repeats it finds it undone.
   */
  <T> T inTransaction(Transaction<T> transaction) throws SQLException {
    return run(
        DURABLY + "; set local idle_in_transaction_session_timeout = " + LONGEST_IDLE.toMillis(),
        transaction);
  }

  /** As {@link #inTransaction}, for one that has to wait for what happens on another shard. */
  <T> T inLongTransaction(Transaction<T> transaction) throws SQLException {
    return run(DURABLY, transaction);
  }

  private <T> T run(String beginning, Transaction<T> transaction) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Sql.run(connection, beginning);
      T result = transaction.run(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  private void rollBack(Throwable primary) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      broken = true;
      primary.addSuppressed(e);
    }
  }

  /** The connection is not to be used again: what runs on it may not have ended. */
  void discard() {
    broken = true;
  }

  @Override
  public void close() throws SQLException {
    if (broken || connection.isClosed() || !connection.getAutoCommit()) {
      pool.evictConnection(connection);
    }
    connection.close();
  }
}
