package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Wanted;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller has set on a logical statement, kept for every physical one behind it. A setting
 * that was never made is the driver's to tell.
 */
abstract class ConfiguredStatement extends ForwardingStatement {
  /** One setting, to be made on a physical statement. */
  @FunctionalInterface
  private interface Setting {
    void applyTo(Statement physical) throws SQLException;
  }

  private final Cursor cursor;
  private @Nullable Map<String, Setting> settings;
  private boolean closeOnCompletion;
  private int fetchSize;
  private long maxRows;
  private int queryTimeout;

  ConfiguredStatement(Cursor cursor) {
    this.cursor = cursor;
  }

  final Cursor cursor() {
    return cursor;
  }

  /** What the caller asked of rows, where no physical statement gives them. */
  final Wanted wanted() {
    return new Wanted(fetchSize, maxRows, Duration.ofSeconds(queryTimeout));
  }

  /** The physical statements that are there now and take a setting at once. */
  abstract List<Statement> physicals();

  abstract void requireOpen() throws SQLException;

  /** Makes all settings on a physical statement that is new. */
  final void configure(Statement physical) throws SQLException {
    if (settings != null) {
      for (Setting setting : settings.values()) {
        setting.applyTo(physical);
      }
    }
  }

  private void set(String name, Setting setting) throws SQLException {
    requireOpen();
    for (Statement physical : physicals()) {
      setting.applyTo(physical);
    }
    if (settings == null) {
      settings = new LinkedHashMap<>();
    }
    settings.put(name, setting);
  }

  private static void requireNotNegative(String what, long value) throws SQLException {
    if (value < 0) {
      throw new SQLException(what + " must not be negative: " + value, "22023");
    }
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    requireNotNegative("fetchSize", rows);
    fetchSize = rows;
    set("fetchSize", s -> s.setFetchSize(rows));
  }

  @Override
  public int getFetchSize() throws SQLException {
    return delegate().getFetchSize();
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    requireNotNegative("maxRows", max);
    maxRows = max;
    set("maxRows", s -> s.setMaxRows(max));
  }

  @Override
  public int getMaxRows() throws SQLException {
    return delegate().getMaxRows();
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    // The driver lacks it, and is to say so now.
    delegate().setLargeMaxRows(max);
    maxRows = max;
    set("maxRows", s -> s.setLargeMaxRows(max));
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    return delegate().getLargeMaxRows();
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    requireNotNegative("maxFieldSize", max);
    set("maxFieldSize", s -> s.setMaxFieldSize(max));
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    return delegate().getMaxFieldSize();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    requireNotNegative("queryTimeout", seconds);
    queryTimeout = seconds;
    set("queryTimeout", s -> s.setQueryTimeout(seconds));
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    return delegate().getQueryTimeout();
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    set("escapeProcessing", s -> s.setEscapeProcessing(enable));
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    set("cursorName", s -> s.setCursorName(name));
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    set("fetchDirection", s -> s.setFetchDirection(direction));
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return delegate().getFetchDirection();
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    set("poolable", s -> s.setPoolable(poolable));
  }

  @Override
  public boolean isPoolable() throws SQLException {
    return delegate().isPoolable();
  }

  @Override
  public int getResultSetType() throws SQLException {
    requireOpen();
    return cursor.type();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    requireOpen();
    return cursor.concurrency();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    requireOpen();
    return cursor.holdability();
  }

  /** Kept here: the physical statement would close with the guard's own result. */
  @Override
  public void closeOnCompletion() throws SQLException {
    requireOpen();
    closeOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    requireOpen();
    return closeOnCompletion;
  }
}
