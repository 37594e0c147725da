package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.TableName;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * What the catalog cannot know.
 *
 * @param referenceTables tables with the same rows on every shard
 * @param globallyUnique by table, columns whose values no two shards share, as in the catalog
 */
public record Options(
    ImmutableSet<TableName> referenceTables,
    ImmutableMap<TableName, ImmutableSet<String>> globallyUnique) {

  /** No reference tables, and nothing unique beyond a shard. */
  public static final Options NONE = new Options(ImmutableSet.of(), ImmutableMap.of());

  private static final String RESOLVED =
      """
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
        from (select cast(? as text)) given(name)
        join pg_catalog.pg_class c on c.oid = %s
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      """
          .formatted(Relation.oidOf("given.name"));

  /** The same by the qualified names that the tables have on one shard; others are left out. */
  Resolved on(Connection connection) throws SQLException {
    ImmutableSet.Builder<String> reference = ImmutableSet.builder();
    for (TableName table : referenceTables) {
      reference.addAll(resolve(connection, table));
    }
    ImmutableMap.Builder<String, ImmutableSet<String>> unique = ImmutableMap.builder();
    for (Map.Entry<TableName, ImmutableSet<String>> table : globallyUnique.entrySet()) {
      for (String name : resolve(connection, table.getKey())) {
        unique.put(name, table.getValue());
      }
    }
    return new Resolved(reference.build(), unique.buildKeepingLast());
  }

  private static ImmutableList<String> resolve(Connection connection, TableName table)
      throws SQLException {
    return Sql.rows(connection, row -> row.getString("name"), RESOLVED, table.quoted());
  }

  /** Options by qualified and quoted names. */
  record Resolved(
      ImmutableSet<String> referenceTables,
      ImmutableMap<String, ImmutableSet<String>> globallyUnique) {}
}
