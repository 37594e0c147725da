package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result that somebody else moves: readable, and nothing else. The {@code
 * update} methods that are not here are refused by the driver, whose result set is read-only.
 */
final class RowView extends ForwardingResultSet {
  private ResultSet physical;

  RowView(ResultSet physical) {
    this.physical = physical;
  }

  /** Shows the row on which {@code current} stands. */
  void show(ResultSet current) {
    physical = current;
  }

  @Override
  ResultSet delegate() {
    return physical;
  }

  private static RefusedException refused(String method) {
    return new RefusedException(
        SqlState.REFUSED,
        method + " is not for the row of a scatter: use the methods of ScatterResult");
  }

  /** A refcursor's rows would be read from a connection that the scatter is reading from. */
  @Override
  @Nullable Object object(@Nullable Object value) throws SQLException {
    if (value instanceof ResultSet opened) {
      opened.close();
      throw refused("getObject of a refcursor");
    }
    return value;
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    throw refused("absolute");
  }

  @Override
  public void afterLast() throws SQLException {
    throw refused("afterLast");
  }

  @Override
  public void beforeFirst() throws SQLException {
    throw refused("beforeFirst");
  }

  @Override
  public boolean first() throws SQLException {
    throw refused("first");
  }

  @Override
  public boolean last() throws SQLException {
    throw refused("last");
  }

  @Override
  public boolean next() throws SQLException {
    throw refused("next");
  }

  @Override
  public boolean previous() throws SQLException {
    throw refused("previous");
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    throw refused("relative");
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    throw refused("isAfterLast");
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    throw refused("isBeforeFirst");
  }

  @Override
  public boolean isFirst() throws SQLException {
    throw refused("isFirst");
  }

  @Override
  public boolean isLast() throws SQLException {
    throw refused("isLast");
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    throw refused("moveToCurrentRow");
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    throw refused("moveToInsertRow");
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    throw refused("cancelRowUpdates");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    throw refused("setFetchDirection");
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    throw refused("setFetchSize");
  }

  @Override
  public void insertRow() throws SQLException {
    throw refused("insertRow");
  }

  @Override
  public void updateRow() throws SQLException {
    throw refused("updateRow");
  }

  @Override
  public void deleteRow() throws SQLException {
    throw refused("deleteRow");
  }

  @Override
  public void refreshRow() throws SQLException {
    throw refused("refreshRow");
  }

  @Override
  public Statement getStatement() throws SQLException {
    throw refused("getStatement");
  }

  @Override
  public void close() throws SQLException {
    throw refused("close");
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    throw refused("unwrap(" + iface.getSimpleName() + ")");
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
