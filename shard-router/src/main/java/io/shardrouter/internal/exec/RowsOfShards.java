package io.shardrouter.internal.exec;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** Rows that several shards gave, one after the other. Not thread-safe. */
public interface RowsOfShards extends AutoCloseable {
  /** Something to be asked about the columns. */
  @FunctionalInterface
  interface Question<T> {
    T ask(ResultSetMetaData columns) throws SQLException;
  }

  /** Goes to the next row; false behind the last one. */
  boolean next() throws SQLException;

  /** Whether {@link #next} will find a row; only before the first one. */
  boolean hasFirst() throws SQLException;

  /** Whether no row follows the current one; may wait for the shards. */
  boolean isLast() throws SQLException;

  /** The driver's result set that stands on the current row. */
  ResultSet row() throws SQLException;

  /** How many rows were given, the current one among them. */
  long given();

  /** Whether it stands on a row. */
  boolean isOnRow();

  /** How many columns at the end are not for the caller. */
  int hidden();

  /** The columns, for their number and labels, up to the close. */
  ResultSetMetaData columns() throws SQLException;

  /** Asks about the columns what the driver may have to look up on a shard. */
  <T> T describe(Question<T> question) throws SQLException;

  @Override
  void close();
}
