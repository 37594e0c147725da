package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * A constraint that rows of its table may violate, though new ones may not.
 *
 * @param relation the OID of the table, or partition, that it is on
 * @param table qualified and quoted
 * @param constraint quoted where it must be
 */
record Unvalidated(long relation, String table, String constraint) {
  private static final String UNVALIDATED =
      """
      select c.conrelid::bigint as relation, c.conrelid::regclass::text as table_name,
             quote_ident(c.conname) as name
        from pg_constraint c
       where c.conrelid = any(?::bigint[]::oid[]) and not c.convalidated
         and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
       order by 2, 3
      """;

  static ImmutableList<Unvalidated> read(Connection connection, Collection<Long> relations)
      throws SQLException {
    return Sql.rows(
        connection,
        row ->
            new Unvalidated(
                row.getLong("relation"), row.getString("table_name"), row.getString("name")),
        UNVALIDATED,
        relations);
  }
}
