package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.RowsOfShards;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Rows of several shards as one result set, forward only and read only. The current row is the
 * driver's own, of whichever shard gave it; what does not depend on a row is answered here, and
 * fails as the driver would.
 */
public final class GatheredResultSet extends ForwardingResultSet {
  /** The driver's SQLSTATE for calls on what is closed. */
  private static final String CLOSED = "55000";

  private static final String NO_ROW = "24000";

  private final RowsOfShards rows;
  private final @Nullable Statement statement;
  private final Runnable whenFailed;
  private final Closing whenClosed;
  private final GatheredMetaData metaData;
  private int fetchSize;
  private boolean closed;

  /** What {@link #wasNull} was on the row before. */
  private boolean lastWasNull;

  /** What else ends with the rows. */
  @FunctionalInterface
  public interface Closing {
    void run() throws SQLException;
  }

  /**
   * @param statement whose result this is
   * @param fetchSize as the statement has it
   * @param whenFailed runs when a row cannot be given
   * @param whenClosed runs once, when this is closed
   */
  public GatheredResultSet(
      RowsOfShards rows,
      @Nullable Statement statement,
      int fetchSize,
      Runnable whenFailed,
      Closing whenClosed) {
    this.whenFailed = whenFailed;
    this.rows = rows;
    this.statement = statement;
    this.fetchSize = fetchSize;
    this.whenClosed = whenClosed;
    this.metaData = new GatheredMetaData(rows);
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("This ResultSet is closed.", CLOSED);
    }
  }

  @Override
  ResultSet delegate() throws SQLException {
    requireOpen();
    if (!rows.isOnRow()) {
      throw new SQLException(
          "ResultSet not positioned properly, perhaps you need to call next.", NO_ROW);
    }
    return rows.row();
  }

  /** A refcursor's rows would be read from a connection from which rows are being read. */
  @Override
  @Nullable Object object(@Nullable Object value) throws SQLException {
    if (value instanceof ResultSet opened) {
      opened.close();
      throw new RefusedException(
          SqlState.REFUSED, "the rows of a refcursor cannot be read from those of several shards");
    }
    return value;
  }

  // --- columns ----------------------------------------------------------------------------------

  @Override
  int column(int index) throws SQLException {
    if (rows.hidden() > 0 && (index < 1 || index > metaData.getColumnCount())) {
      delegate();
      throw GatheredMetaData.outOfRange(index, metaData.getColumnCount());
    }
    return index;
  }

  @Override
  String column(String label) throws SQLException {
    if (rows.hidden() > 0) {
      findColumn(label);
    }
    return label;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    requireOpen();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      if (metaData.getColumnLabel(i).equalsIgnoreCase(label)) {
        return i;
      }
    }
    throw new SQLException(
        "The column name " + label + " was not found in this ResultSet.", "42703");
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    return metaData;
  }

  // --- where it stands --------------------------------------------------------------------------

  @Override
  public boolean next() throws SQLException {
    requireOpen();
    boolean wasNull = wasNull();
    boolean onRow = advance();
    lastWasNull = wasNull;
    return onRow;
  }

  private boolean advance() throws SQLException {
    try {
      return rows.next();
    } catch (SQLException e) {
      whenFailed.run();
      throw e;
    }
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    requireOpen();
    return rows.given() == 0 && rows.hasFirst();
  }

  @Override
  public boolean isFirst() throws SQLException {
    requireOpen();
    return rows.isOnRow() && rows.given() == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    requireOpen();
    return rows.isOnRow() && rows.isLast();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    requireOpen();
    return rows.given() > 0 && !rows.isOnRow();
  }

  @Override
  public int getRow() throws SQLException {
    requireOpen();
    return rows.isOnRow() ? (int) rows.given() : 0;
  }

  @Override
  public boolean wasNull() throws SQLException {
    requireOpen();
    return rows.isOnRow() ? rows.row().wasNull() : lastWasNull;
  }

  private SQLException notScrollable() throws SQLException {
    requireOpen();
    return new SQLException(
        "Operation requires a scrollable ResultSet, but this ResultSet is FORWARD_ONLY.", NO_ROW);
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean relative(int count) throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean first() throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean last() throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean previous() throws SQLException {
    throw notScrollable();
  }

  @Override
  public void beforeFirst() throws SQLException {
    throw notScrollable();
  }

  @Override
  public void afterLast() throws SQLException {
    throw notScrollable();
  }

  // --- changes ----------------------------------------------------------------------------------

  private SQLException readOnly() throws SQLException {
    requireOpen();
    return new SQLException(
        "ResultSets with concurrency CONCUR_READ_ONLY cannot be updated.", NO_ROW);
  }

  @Override
  public void insertRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void deleteRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void refreshRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    throw readOnly();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    requireOpen();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    requireOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    requireOpen();
    return false;
  }

  // --- settings ---------------------------------------------------------------------------------

  @Override
  public int getType() throws SQLException {
    requireOpen();
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    requireOpen();
    return CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    requireOpen();
    return CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    requireOpen();
    return FETCH_FORWARD;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    if (direction != FETCH_FORWARD) {
      throw notScrollable();
    }
    requireOpen();
  }

  @Override
  public int getFetchSize() throws SQLException {
    requireOpen();
    return fetchSize;
  }

  /** A hint, which comes too late: blocks are as the statement's fetch size made them. */
  @Override
  public void setFetchSize(int size) throws SQLException {
    requireOpen();
    if (size < 0) {
      throw new SQLException("Fetch size must be a value greater than or equal to 0.", "22023");
    }
    fetchSize = size;
  }

  @Override
  public @Nullable String getCursorName() throws SQLException {
    requireOpen();
    return null;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    requireOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    requireOpen();
  }

  // --- the end ----------------------------------------------------------------------------------

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    requireOpen();
    return statement;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      rows.close();
      whenClosed.run();
    }
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    throw new SQLException("not a wrapper for " + iface.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
