package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A physical connection of a shard for as long as a session stays there. Not thread-safe. */
abstract class HeldConnection {
  private final Shard shard;
  private final Connection physical;
  private final BaseConnection driver;
  private final SessionSettings settings;
  private boolean released;
  private @Nullable SearchPath searchPath;
  private @Nullable List<ResultSet> openRows;
  private int manyRows = 16;
  private boolean used;
  private boolean stateful;

  HeldConnection(Shard shard, Connection physical, SessionSettings settings) throws SQLException {
    this.shard = shard;
    this.physical = physical;
    this.driver = physical.unwrap(BaseConnection.class);
    this.settings = settings;
  }

  /** Makes the caller's settings, on a connection fresh from its pool. */
  final void settle() throws SQLException {
    if (settings.has(SessionSettings.SCHEMA)) {
      keepSearchPath();
    }
    stateful = settings.leaveState();
    settings.applyTo(physical);
  }

  Shard shard() {
    return shard;
  }

  Connection physical() {
    return physical;
  }

  /** Whether a transaction is open on the shard, by the driver's account. */
  boolean isOpen() {
    return driver.getTransactionState() != TransactionState.IDLE;
  }

  /** Whether the caller's transaction goes on after a statement. */
  boolean inTransaction() {
    return !settings.autoCommit() || isOpen();
  }

  /** Whether a transaction is open that the caller began by text and not through JDBC. */
  boolean isBegunByText() {
    return settings.autoCommit() && isOpen();
  }

  /** Whether a statement has run here. */
  boolean isUsed() {
    return used;
  }

  void markUsed() {
    used = true;
  }

  /** Whether something is left in the session that another one would lack. */
  boolean isStateful() {
    return stateful;
  }

  void markStateful() {
    stateful = true;
  }

  final SessionSettings settings() {
    return settings;
  }

  BaseConnection driver() {
    return driver;
  }

  /** Whether the open transaction has failed, so that it can only be rolled back. */
  boolean isFailed() {
    return driver.getTransactionState() == TransactionState.FAILED;
  }

  /** The next transaction begins as on a fresh connection, unless something was left behind. */
  void endUse() {
    used &= stateful;
  }

  /** Keeps the connection here as long as {@code rows} is open. */
  void keepFor(ResultSet rows) throws SQLException {
    if (openRows == null) {
      openRows = new ArrayList<>(1);
    }
    if (openRows.size() >= manyRows) {
      // Whoever stays here for long must not keep what is closed.
      manyRows = hasOpenRows() ? Math.max(16, 2 * openRows.size()) : 16;
    }
    openRows.add(rows);
  }

  /** Whether the caller may still read rows that came from here. */
  boolean hasOpenRows() throws SQLException {
    if (openRows == null) {
      return false;
    }
    for (Iterator<ResultSet> all = openRows.iterator(); all.hasNext(); ) {
      if (all.next().isClosed()) {
        all.remove();
      }
    }
    return !openRows.isEmpty();
  }

  /** Whether the pool has the connection back. */
  boolean isReleased() {
    return released;
  }

  /** Makes {@code setting}, which is kept by {@code name}, on this connection. */
  void set(String name, SessionSettings.Setting setting) throws SQLException {
    if (name.equals(SessionSettings.SCHEMA)) {
      keepSearchPath();
    }
    setting.applyTo(physical);
  }

  private void keepSearchPath() throws SQLException {
    if (searchPath == null) {
      searchPath = SearchPath.of(physical);
    }
  }

  /** The session's {@code standard_conforming_strings}. */
  boolean hasStandardStrings() {
    return driver.getStandardConformingStrings();
  }

  /** Whether the driver sends strings as varchar; {@code stringtype=unspecified} leaves it open. */
  boolean hasTypedStrings() {
    return driver.getStringVarcharFlag();
  }

  boolean isAboveReadCommitted() {
    Integer set = settings.isolation();
    return (set == null ? shard.isolation() : set) > Connection.TRANSACTION_READ_COMMITTED;
  }

  /**
   * Gives the connection back to its pool, without an open transaction. One that has something left
   * in its session is closed instead: the next borrower may belong to another key.
   */
  void release() throws SQLException {
    released = true;
    boolean clean = false;
    try {
      if (!physical.isClosed() && !driver.isClosed()) {
        cleanUp();
      }
      clean = !stateful;
    } finally {
      if (clean) {
        physical.close();
      } else {
        shard.discard(physical);
      }
    }
  }

  private void cleanUp() throws SQLException {
    if (isOpen()) {
      rollBack();
    }
    if (searchPath != null && !stateful) {
      searchPath.restore(physical);
    }
  }

  final void rollBack() throws SQLException {
    if (!physical.getAutoCommit()) {
      physical.rollback();
      return;
    }
    // A transaction that was begun by text; the driver's own rollback refuses it.
    try (Statement statement = physical.createStatement()) {
      statement.execute("rollback");
    }
  }
}
