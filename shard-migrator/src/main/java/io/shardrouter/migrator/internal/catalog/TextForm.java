package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableMap;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The session settings under which equal values have equal text on every shard.
 *
 * <p>{@code search_path} is not among them: no text of a value that may move depends on it, and
 * functions in the tables' own constraints may need the application's.
 */
public final class TextForm {
  private static final ImmutableMap<String, String> VALUES =
      ImmutableMap.<String, String>builder()
          .put("datestyle", "ISO, YMD")
          .put("intervalstyle", "postgres")
          .put("timezone", "UTC")
          .put("extra_float_digits", "3")
          .put("bytea_output", "hex")
          .put("lc_monetary", "C")
          .put("xmloption", "content")
          .put("xmlbinary", "base64")
          .put("array_nulls", "on")
          .put("transform_null_equals", "off")
          .put("row_security", "off")
          .put("standard_conforming_strings", "on")
          .buildOrThrow();

  private static final ImmutableMap<String, String> DEFINITIONS =
      ImmutableMap.<String, String>builder()
          .putAll(VALUES)
          .put("quote_all_identifiers", "off")
          .put("search_path", "pg_catalog")
          .buildOrThrow();

  /** Statements that the mover runs on both connections before it copies or compares rows. */
  public static final String SETTINGS =
      VALUES.entrySet().stream()
          .map(setting -> "set " + setting.getKey() + " = '" + setting.getValue() + "'")
          .collect(Collectors.joining("; "));

  private TextForm() {}

  /** Reads something of the catalog. */
  interface Reading<T> {
    T read() throws SQLException;
  }

  /**
   * Reads definitions that name everything with its schema and have one form for constants in them.
   * Joins the caller's transaction, or holds one of its own; leaves the session as it was.
   */
  static <T> T ofDefinitions(Connection connection, Reading<T> reading) throws SQLException {
    if (!connection.getAutoCommit()) {
      ImmutableMap<String, String> before = current(connection);
      change(connection, DEFINITIONS);
      T read = reading.read();
      change(connection, before);
      return read;
    }
    connection.setAutoCommit(false);
    try {
      change(connection, DEFINITIONS);
      return reading.read();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static ImmutableMap<String, String> current(Connection connection) throws SQLException {
    return Sql.rows(
            connection,
            row -> Map.entry(row.getString("name"), row.getString("value")),
            "select name, current_setting(name) as value from unnest(?::text[]) s(name)",
            DEFINITIONS.keySet())
        .stream()
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void change(Connection connection, ImmutableMap<String, String> settings)
      throws SQLException {
    Sql.run(
        connection,
        """
        select set_config(s.name, s.value, true)
          from unnest(?::text[], ?::text[]) s(name, value)
        """,
        settings.keySet(),
        settings.values());
  }
}
