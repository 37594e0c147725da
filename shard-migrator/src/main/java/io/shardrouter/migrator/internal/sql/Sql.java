package io.shardrouter.migrator.internal.sql;

import com.google.common.collect.ImmutableList;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements with parameters in one line. Parameters are texts, numbers, UUIDs, bytes, nulls, and
 * collections of OIDs or texts, which become arrays.
 */
public final class Sql {
  private static final int FETCH = 5_000;

  private Sql() {}

  /** What becomes of the row at which a result set stands. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is done at each row, one at a time: for answers that need not fit into memory. */
  @FunctionalInterface
  public interface Visit {
    void at(ResultSet row) throws SQLException;
  }

  /** Runs a statement, whatever it gives. */
  public static void run(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (Call call = Call.of(connection, sql, parameters)) {
      call.execute();
    }
  }

  /** Runs a statement that changes rows; gives how many. */
  public static long update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (Call call = Call.of(connection, sql, parameters)) {
      return call.update();
    }
  }

  /** Visits every row. */
  public static void each(
      Connection connection, Visit visit, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (Call call = Call.of(connection, sql, parameters)) {
      // In a transaction the driver holds no more than these.
      call.statement().setFetchSize(FETCH);
      try (ResultSet rows = call.query()) {
        while (rows.next()) {
          visit.at(rows);
        }
      }
    }
  }

  /** All rows. */
  public static <T> ImmutableList<T> rows(
      Connection connection, Row<T> reading, String sql, @Nullable Object... parameters)
      throws SQLException {
    ImmutableList.Builder<T> rows = ImmutableList.builder();
    each(connection, row -> rows.add(reading.read(row)), sql, parameters);
    return rows.build();
  }

  /** The first row, if there is one. */
  public static <T> Optional<T> maybe(
      Connection connection, Row<T> reading, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (Call call = Call.of(connection, sql, parameters);
        ResultSet row = call.query()) {
      return row.next() ? Optional.of(reading.read(row)) : Optional.empty();
    }
  }

  /**
   * The first row, which must be there.
   *
   * @throws SQLException {@code 02000} where it is not
   */
  public static <T> T one(
      Connection connection, Row<T> reading, String sql, @Nullable Object... parameters)
      throws SQLException {
    return maybe(connection, reading, sql, parameters)
        .orElseThrow(() -> new SQLException("no row", "02000"));
  }

  /** The first column of the first row, a truth. */
  public static boolean holds(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    return one(connection, row -> row.getBoolean(1), sql, parameters);
  }

  /** Whether there is a row. */
  public static boolean any(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    return maybe(connection, row -> true, sql, parameters).isPresent();
  }

  /** A column that is an array of texts without nulls. */
  public static ImmutableList<String> texts(ResultSet row, String column) throws SQLException {
    return ImmutableList.copyOf((String[]) row.getArray(column).getArray());
  }

  /**
   * A statement that can run. It is prepared only where there are parameters: a catalog's own
   * expressions may hold operators such as {@code ?}, which would be taken for one.
   */
  private record Call(Statement statement, String sql) implements AutoCloseable {
    static Call of(Connection connection, String sql, @Nullable Object... parameters)
        throws SQLException {
      if (parameters.length == 0) {
        return new Call(connection.createStatement(), sql);
      }
      PreparedStatement statement = connection.prepareStatement(sql);
      try {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(
              i + 1,
              parameters[i] instanceof Collection<?> all ? array(connection, all) : parameters[i]);
        }
        return new Call(statement, sql);
      } catch (SQLException | RuntimeException e) {
        statement.close();
        throw e;
      }
    }

    private static Array array(Connection connection, Collection<?> all) throws SQLException {
      boolean numbers = all.stream().allMatch(Long.class::isInstance);
      return connection.createArrayOf(numbers ? "int8" : "text", all.toArray());
    }

    void execute() throws SQLException {
      if (statement instanceof PreparedStatement prepared) {
        prepared.execute();
      } else {
        statement.execute(sql);
      }
    }

    long update() throws SQLException {
      return statement instanceof PreparedStatement prepared
          ? prepared.executeLargeUpdate()
          : statement.executeLargeUpdate(sql);
    }

    ResultSet query() throws SQLException {
      return statement instanceof PreparedStatement prepared
          ? prepared.executeQuery()
          : statement.executeQuery(sql);
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }
}
