package io.shardrouter.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What one shard gave for its rows of an INSERT. Not thread-safe.
 *
 * @param count rows that it says it inserted
 * @param gave what its rows are
 * @param rows open as long as the statement is
 * @param numbers of the rows, from 0, in ascending order
 */
record InsertedPart(
    Statement statement, long count, Gave gave, ResultSet rows, List<Integer> numbers) {

  /** What a shard gave for rows. */
  enum Gave {
    /** What RETURNING says. */
    RETURNED,
    /** Generated keys, as the caller asked for some. */
    KEYS,
    /** Their number. */
    COUNT
  }

  /** What {@code ran} has just given. */
  static InsertedPart of(Statement ran, List<Integer> numbers) throws SQLException {
    try {
      ResultSet returned = ran.getResultSet();
      if (returned != null) {
        return new InsertedPart(ran, 0, Gave.RETURNED, returned, numbers);
      }
      ResultSet keys = ran.getGeneratedKeys();
      Gave gave = keys.getMetaData().getColumnCount() > 0 ? Gave.KEYS : Gave.COUNT;
      return new InsertedPart(ran, ran.getLargeUpdateCount(), gave, keys, numbers);
    } catch (SQLException e) {
      ran.close();
      throw e;
    }
  }

  void close() throws SQLException {
    statement.close();
  }
}
