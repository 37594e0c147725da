package io.shardrouter.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result of {@link KeyedDatabaseMetaData}: rows of the catalog, which belong to no statement. */
final class DescriptionResultSet extends ForwardingResultSet {
  private final ResultSet physical;

  DescriptionResultSet(ResultSet physical) {
    this.physical = physical;
  }

  @Override
  ResultSet delegate() {
    return physical;
  }

  /** The catalog has no refcursors. */
  @Override
  @Nullable Object object(@Nullable Object value) {
    return value;
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

  private static SQLException readOnly() {
    return new SQLException("a description of the database cannot be changed", "24000");
  }

  @Override
  public @Nullable Statement getStatement() {
    return null;
  }

  @Override
  public void close() throws SQLException {
    physical.close();
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
