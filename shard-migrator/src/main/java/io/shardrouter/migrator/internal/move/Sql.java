package io.shardrouter.migrator.internal.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with parameters in one line. */
public final class Sql {
  private Sql() {}

  /** What becomes of one row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement, whatever it gives. */
  public static void run(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      statement.execute();
    }
  }

  /** Runs a statement that changes rows; gives how many. */
  static long update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeLargeUpdate();
    }
  }

  /** The first row, which must be there. */
  public static <T> T one(
      Connection connection, Row<T> reading, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row", "02000");
      }
      return reading.read(row);
    }
  }

  /** Reads every row. */
  public static void each(
      Connection connection, Row<?> reading, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        reading.read(rows);
      }
    }
  }

  /** The first row, if there is one. */
  static <T> Optional<T> maybe(
      Connection connection, Row<T> reading, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(reading.read(row)) : Optional.empty();
    }
  }

  /** The first column of the first row, a truth. */
  public static boolean holds(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    return one(connection, row -> row.getBoolean(1), sql, parameters);
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
