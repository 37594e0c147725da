package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.RowsOfShards;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** The columns of gathered rows, without those that are there for the order alone. */
final class GatheredMetaData implements ResultSetMetaData {
  private final RowsOfShards rows;

  GatheredMetaData(RowsOfShards rows) {
    this.rows = rows;
  }

  private <T> T ask(int column, RowsOfShards.Question<T> question) throws SQLException {
    if (column > getColumnCount()) {
      throw outOfRange(column, getColumnCount());
    }
    return rows.describe(question);
  }

  /** As the driver's own. */
  static SQLException outOfRange(int column, int count) {
    return new SQLException(
        "The column index is out of range: %d, number of columns: %d.".formatted(column, count),
        "22023");
  }

  @Override
  public int getColumnCount() throws SQLException {
    return rows.columns().getColumnCount() - rows.hidden();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return rows.columns().getColumnLabel(column);
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return rows.columns().getColumnName(column);
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return ask(column, columns -> columns.isAutoIncrement(column));
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return ask(column, columns -> columns.isCaseSensitive(column));
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return ask(column, columns -> columns.isSearchable(column));
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return ask(column, columns -> columns.isCurrency(column));
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return ask(column, columns -> columns.isNullable(column));
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return ask(column, columns -> columns.isSigned(column));
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return ask(column, columns -> columns.getColumnDisplaySize(column));
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return ask(column, columns -> columns.getSchemaName(column));
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return ask(column, columns -> columns.getPrecision(column));
  }

  @Override
  public int getScale(int column) throws SQLException {
    return ask(column, columns -> columns.getScale(column));
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return ask(column, columns -> columns.getTableName(column));
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return ask(column, columns -> columns.getCatalogName(column));
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return ask(column, columns -> columns.getColumnType(column));
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return ask(column, columns -> columns.getColumnTypeName(column));
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return ask(column, columns -> columns.isReadOnly(column));
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return ask(column, columns -> columns.isWritable(column));
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return ask(column, columns -> columns.isDefinitelyWritable(column));
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return ask(column, columns -> columns.getColumnClassName(column));
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
