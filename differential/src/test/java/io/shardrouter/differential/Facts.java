package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What the generator knows of the tables.
 *
 * @param tables by name, as in SQL
 */
record Facts(ImmutableMap<String, Known> tables) {
  private static final String COLUMNS =
      """
      select quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        a.attcollation <> t.typcollation,
        exists (select 1 from pg_index i where i.indrelid = a.attrelid and i.indisprimary
          and a.attnum = any (i.indkey))
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
      """;

  /**
   * A table.
   *
   * @param identity the columns of its primary key, of which the first is the sharding key
   */
  record Known(Table table, ImmutableList<Column> columns, ImmutableList<String> identity) {}

  /**
   * A column, of a table or of a query.
   *
   * @param loose whether equal values may look different
   */
  record Column(String name, Kind kind, boolean loose) {}

  static Facts of(DataSource plain) throws SQLException {
    ImmutableMap.Builder<String, Known> tables = ImmutableMap.builder();
    try (Connection connection = plain.getConnection()) {
      for (Table table : Table.ALL) {
        tables.put(table.name(), known(connection, table));
      }
    }
    return new Facts(tables.buildOrThrow());
  }

  private static Known known(Connection connection, Table table) throws SQLException {
    ImmutableList.Builder<Column> columns = ImmutableList.builder();
    ImmutableList.Builder<String> identity = ImmutableList.builder();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          String type = rows.getString(2);
          Kind kind = Kind.of(type, rows.getBoolean(3));
          boolean loose = type.equals("numeric") || type.equals("double precision");
          columns.add(new Column(name, kind, loose));
          if (rows.getBoolean(4)) {
            identity.add(name);
          }
        }
      }
    }
    return new Known(table, columns.build(), identity.build());
  }

  Known table(String name) {
    Known known = tables.get(name);
    if (known == null) {
      throw new IllegalArgumentException("no table " + name);
    }
    return known;
  }
}
