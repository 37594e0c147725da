package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** Reading whole answers of a catalog. */
final class Query {
  private Query() {}

  /** Makes a value of the row at which a result set stands. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * All rows of {@code sql}.
   *
   * @param parameters texts, numbers, and collections of OIDs or texts, which become arrays
   */
  static <T> ImmutableList<T> rows(
      Connection connection, String sql, Row<T> reader, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] instanceof Collection<?> all) {
          boolean numbers = all.stream().allMatch(Long.class::isInstance);
          statement.setArray(
              i + 1, connection.createArrayOf(numbers ? "int8" : "text", all.toArray()));
        } else {
          statement.setObject(i + 1, parameters[i]);
        }
      }
      try (ResultSet row = statement.executeQuery()) {
        ImmutableList.Builder<T> rows = ImmutableList.builder();
        while (row.next()) {
          rows.add(reader.read(row));
        }
        return rows.build();
      }
    }
  }

  /** The one row of {@code sql}. */
  static <T> T row(Connection connection, String sql, Row<T> reader, Object... parameters)
      throws SQLException {
    return rows(connection, sql, reader, parameters).get(0);
  }

  /** An array of texts without nulls. */
  static ImmutableList<String> texts(ResultSet row, String column) throws SQLException {
    return ImmutableList.copyOf((String[]) row.getArray(column).getArray());
  }

  /** In double quotes, as an identifier. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
