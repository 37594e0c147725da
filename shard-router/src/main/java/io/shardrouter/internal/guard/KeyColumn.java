package io.shardrouter.internal.guard;

import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A sharding column as a shard's catalog knows it. */
final class KeyColumn {
  private static final String TYPE_OF_COLUMN =
      """
      select coalesce(base.typname, t.typname) as type,
             coalesce(c.collisdeterministic, true) as deterministic
        from pg_catalog.pg_attribute a
        join pg_catalog.pg_type t on t.oid = a.atttypid
        left join pg_catalog.pg_type base on base.oid = t.typbasetype
        left join pg_catalog.pg_collation c on c.oid = a.attcollation
       where a.attrelid = to_regclass(?) and a.attname = ? and not a.attisdropped
      """;

  private KeyColumn() {}

  /**
   * The key type that the column's own type gives; empty where the table is not there yet.
   *
   * @param table the table's name, quoted where it must be
   * @param column the column's name as in the catalog
   * @throws RefusedException {@code SR007} where the table lacks the column, or where values that
   *     PostgreSQL takes for equal can differ in text, so that one key would have two slots
   */
  static Optional<KeyType> typeOf(Connection connection, String table, String column)
      throws SQLException {
    if (!exists(connection, table)) {
      return Optional.empty();
    }
    try (PreparedStatement statement = connection.prepareStatement(TYPE_OF_COLUMN)) {
      statement.setString(1, table);
      statement.setString(2, column);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw refused(table, column, "does not exist: name the column that holds the key");
        }
        if (!row.getBoolean("deterministic")) {
          throw refused(
              table,
              column,
              "has a nondeterministic collation, under which different texts are equal");
        }
        return Optional.of(typeNamed(row.getString("type"), table, column));
      }
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static KeyType typeNamed(String type, String table, String column)
      throws RefusedException {
    return switch (type) {
      case "text", "varchar" -> KeyType.TEXT;
      case "int2", "int4", "int8" -> KeyType.BIGINT;
      case "uuid" -> KeyType.UUID;
      case "date" -> KeyType.DATE;
      case "timestamptz" -> KeyType.TIMESTAMPTZ;
      default ->
          throw refused(
              table,
              column,
              "is of type "
                  + type
                  + ", which is no key type; a key is text, varchar, an integer, uuid, date or"
                  + " timestamptz");
    };
  }

  private static RefusedException refused(String table, String column, String why) {
    return new RefusedException(
        SqlState.MISCONFIGURED, "sharding column " + table + "." + column + " " + why);
  }
}
