package io.shardrouter.benchmarks.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** What is done for one user, as any service would: prepared, bound, executed, read. */
final class OneUser {
  static final String SELECT = "select name, balance from users where id = ?";
  static final String UPDATE = "update users set balance = balance + 1 where id = ?";

  private static final String INSERT =
      "insert into consciousness_states (user_id, id, state) values (?, ?, ?)";
  private static final String JOIN =
      "select u.name, s.state from users u join consciousness_states s on s.user_id = u.id"
          + " where u.id = ? and s.id <= 10 order by s.id";

  /** Far above what the data begins with. */
  private static final AtomicLong STATE = new AtomicLong(1_000_000);

  private OneUser() {}

  static long select(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return sum(row);
      }
    }
  }

  /** Reads the one row that there must be. */
  static long sum(ResultSet row) throws SQLException {
    if (!row.next()) {
      throw new IllegalStateException("a user is not where the way looked");
    }
    return row.getString(1).length() + row.getLong(2);
  }

  static long join(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(JOIN)) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        long sum = 0;
        while (row.next()) {
          sum += row.getString(1).length() + row.getString(2).length();
        }
        return sum;
      }
    }
  }

  static long insert(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, id);
      statement.setLong(2, STATE.incrementAndGet());
      statement.setString(3, "a state of somebody");
      return statement.executeUpdate();
    }
  }

  static long update(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      statement.setString(1, id);
      return statement.executeUpdate();
    }
  }

  static long transact(Connection connection, String id) throws SQLException {
    connection.setAutoCommit(false);
    select(connection, id);
    long rows = update(connection, id) + insert(connection, id);
    connection.commit();
    connection.setAutoCommit(true);
    return rows;
  }
}
