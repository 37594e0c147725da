package io.shardrouter.internal.catalog;

import com.google.common.collect.ImmutableListMultimap;
import io.shardrouter.internal.sql.Catalog.Column;
import io.shardrouter.internal.sql.Catalog.Order;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading the columns of all tables and views that are no system's. */
final class Columns {
  /** A plain type is compared by its values alone: no composites, ranges, or JSON. */
  private static final String SELECT =
      """
      with recursive base(oid, under) as (
          select oid, oid from pg_type where typtype <> 'd'
          union all
          select t.oid, b.under from pg_type t join base b on b.oid = t.typbasetype
           where t.typtype = 'd')
      select a.attrelid::bigint, a.attname, format_type(a.atttypid, a.atttypmod) as type,
             u.typname, a.attnotnull,
             case when a.attcollation <> t.typcollation and l.oid is not null
                  then quote_ident(s.nspname) || '.' || quote_ident(l.collname) end as collation,
             u.typtype in ('b', 'e') and u.typcollation = 0 and u.typname <> 'jsonb'
                 and coalesce(e.typtype in ('b', 'e') and e.typname <> 'jsonb', true) as plain,
             l.collprovider::text, l.collcollate
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = a.atttypid
        join base b on b.oid = a.atttypid
        join pg_type u on u.oid = b.under
        left join pg_type e on e.oid = u.typelem and u.typcategory = 'A'
        left join pg_collation l on l.oid = a.attcollation
        left join pg_namespace s on s.oid = l.collnamespace
       where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')
         and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
       order by a.attrelid, a.attnum
      """;

  private Columns() {}

  /** The columns by their relations' OIDs, in their order. */
  static ImmutableListMultimap<Long, Column> read(Connection connection, TextOrder texts)
      throws SQLException {
    ImmutableListMultimap.Builder<Long, Column> columns = ImmutableListMultimap.builder();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SELECT)) {
      while (row.next()) {
        columns.put(
            row.getLong(1),
            new Column(
                row.getString("attname"),
                row.getString("type"),
                row.getString("typname"),
                Optional.ofNullable(row.getString("collation")),
                order(row, texts),
                row.getBoolean("attnotnull")));
      }
    }
    return columns.build();
  }

  private static Order order(ResultSet row, TextOrder texts) throws SQLException {
    @Nullable String provider = row.getString("collprovider");
    if (provider == null) {
      return row.getBoolean("plain") ? Order.NATURAL : Order.LINGUISTIC;
    }
    return texts.of(row.getString("typname"), provider, row.getString("collcollate"));
  }
}
