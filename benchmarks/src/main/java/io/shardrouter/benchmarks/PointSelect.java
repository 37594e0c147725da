package io.shardrouter.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One path to a user's row. For one thread. */
interface PointSelect extends AutoCloseable {

  /**
   * Takes a connection, selects the row of {@code id}, and gives the connection back.
   *
   * @return something made of the row
   */
  long select(String id) throws SQLException;

  /** Selects the row of {@code id} {@code times} over in one transaction on one connection. */
  long selectInTransaction(String id, int times) throws SQLException;

  @Override
  void close();

  /** As any service would: prepares, binds, executes, reads. */
  static long read(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Users.SELECT)) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return sum(row);
      }
    }
  }

  /** {@link #read} {@code times} over and a commit; the connection is as before after it. */
  static long readInTransaction(Connection connection, String id, int times) throws SQLException {
    connection.setAutoCommit(false);
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += read(connection, id);
    }
    connection.commit();
    connection.setAutoCommit(true);
    return sum;
  }

  /** Reads the one row that there must be. */
  static long sum(ResultSet row) throws SQLException {
    if (!row.next()) {
      throw new IllegalStateException("a user is not where the path looked");
    }
    return row.getString(1).length() + row.getLong(2);
  }
}
