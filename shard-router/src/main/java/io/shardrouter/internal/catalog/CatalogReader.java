package io.shardrouter.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.catalog.Relations.Found;
import io.shardrouter.internal.sql.Catalog;
import io.shardrouter.internal.sql.Catalog.Column;
import io.shardrouter.internal.sql.Catalog.QualifiedName;
import io.shardrouter.internal.sql.Catalog.Relation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads what one shard's catalog tells, with a query for each concept. */
public final class CatalogReader {
  /** PostgreSQL 14 knows no providers of a database's default, and has the C library alone. */
  private static final String SESSION =
      """
      select array(select s from unnest(current_schemas(true)) with ordinality as p(s, i)
                    where s !~ '^pg_temp' order by i)::text[] as path,
             coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') as provider, d.datcollate as locale,
             current_setting('server_encoding') = 'UTF8' as utf8
        from pg_database d where d.datname = current_database()
      """;

  private final Connection connection;
  private final ShardRouterConfig config;

  private CatalogReader(Connection connection, ShardRouterConfig config) {
    this.connection = connection;
    this.config = config;
  }

  /**
   * Reads over {@code connection}, in a transaction of its own.
   *
   * @param connection without an open transaction, and left so; its search path becomes the
   *     catalog's
   */
  public static Catalog read(Connection connection, ShardRouterConfig config) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      return new CatalogReader(connection, config).read();
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  private Catalog read() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read read only");
      ImmutableList<String> searchPath;
      TextOrder texts;
      try (ResultSet row = statement.executeQuery(SESSION)) {
        row.next();
        searchPath = Relations.listed(row.getArray("path"), String.class);
        texts =
            TextOrder.ofDatabase(
                row.getBoolean("utf8"), row.getString("provider"), row.getString("locale"));
      }
      // Now all names of types and in definitions are written with their schemas.
      statement.execute("set local search_path = ''");
      return new Catalog(
          relations(searchPath, texts),
          Functions.read(connection, searchPath),
          searchPath,
          texts.bytewiseByDefault());
    }
  }

  private ImmutableMap<QualifiedName, Relation> relations(
      ImmutableList<String> searchPath, TextOrder texts) throws SQLException {
    ImmutableList<Found> found = Relations.read(connection);
    ImmutableListMultimap<Long, Column> columns = Columns.read(connection, texts);
    Places places = new Places(config, found, searchPath);
    ImmutableMap.Builder<QualifiedName, Relation> relations = ImmutableMap.builder();
    for (Found each : found) {
      relations.put(
          each.name(),
          new Relation(
              each.name(),
              places.of(each),
              columns.get(each.oid()),
              each.primaryKey(),
              each.plain()));
    }
    return relations.buildOrThrow();
  }
}
