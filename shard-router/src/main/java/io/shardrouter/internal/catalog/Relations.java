package io.shardrouter.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.Catalog.QualifiedName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading all tables and views. */
final class Relations {
  private static final String SELECT =
      """
      select c.oid::bigint, n.nspname, c.relname, c.relkind::text, s.system,
             not c.relrowsecurity and case c.relkind
               when 'r' then not exists (select from pg_inherits i where i.inhparent = c.oid)
               when 'p' then not exists (
                   select from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid
                    where l.relkind = 'f')
               else false end as plain,
             (select array_agg(i.inhparent::bigint order by i.inhseqno)
                from pg_inherits i where i.inhrelid = c.oid) as parents,
             case when c.relkind = 'v' and not s.system then pg_get_viewdef(c.oid) end as definition,
             case when not s.system then (select array_agg(a.attname::text order by k.place)
                from pg_index i
                cross join unnest(i.indkey) with ordinality as k(number, place)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
               where i.indrelid = c.oid and i.indisprimary and k.place <= i.indnkeyatts) end
             as primary_key
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral (
            select n.nspname in ('pg_catalog', 'information_schema', 'shard_router')) as s(system)
       where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_(toast|temp)'
         and has_schema_privilege(n.oid, 'usage')
      """;

  private Relations() {}

  /**
   * A table or view.
   *
   * @param system whether it tells of its own shard: a system catalog, or this library's
   * @param kind as in {@code pg_class.relkind}
   * @param parents the OIDs of the tables that it is a partition or child of
   * @param definition of a view that is no system's
   * @param plain whether it is a table, partitioned or not, whose rows are all on its own server,
   *     and without row security
   */
  record Found(
      long oid,
      QualifiedName name,
      boolean system,
      char kind,
      ImmutableList<Long> parents,
      Optional<String> definition,
      ImmutableList<String> primaryKey,
      boolean plain) {}

  static ImmutableList<Found> read(Connection connection) throws SQLException {
    ImmutableList.Builder<Found> relations = ImmutableList.builder();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SELECT)) {
      while (row.next()) {
        relations.add(
            new Found(
                row.getLong(1),
                new QualifiedName(row.getString("nspname"), row.getString("relname")),
                row.getBoolean("system"),
                row.getString("relkind").charAt(0),
                listed(row.getArray("parents"), Long.class),
                Optional.ofNullable(row.getString("definition")),
                listed(row.getArray("primary_key"), String.class),
                row.getBoolean("plain")));
      }
    }
    return relations.build();
  }

  /** The elements of {@code array}; none where it is null. */
  static <T> ImmutableList<T> listed(@Nullable Array array, Class<T> type) throws SQLException {
    if (array == null) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<T> elements = ImmutableList.builder();
    for (Object element : (Object[]) array.getArray()) {
      elements.add(type.cast(element));
    }
    return elements.build();
  }
}
