package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key from or to a table of the group.
 *
 * @param name the constraint, unquoted
 * @param from the OID of the table, or partition, that it is on
 * @param to the OID of the table, or partition, that it refers to
 * @param table the referring table, qualified and quoted
 * @param columns its columns, unquoted
 * @param referenced the referenced table, qualified and quoted
 * @param referencedColumns its columns, unquoted
 * @param operators for each pair of columns, which values are equal; qualified
 * @param full whether it is MATCH FULL
 * @param temporal whether its last column is a PERIOD
 */
public record ForeignKey(
    String name,
    long from,
    long to,
    String table,
    ImmutableList<String> columns,
    String referenced,
    ImmutableList<String> referencedColumns,
    ImmutableList<String> operators,
    boolean full,
    boolean temporal) {

  private static final String FOREIGN_KEYS =
      """
      select c.conname as name, c.conrelid::bigint as from_oid, c.confrelid::bigint as to_oid,
             quote_ident(fn.nspname) || '.' || quote_ident(f.relname) as from_name,
             quote_ident(tn.nspname) || '.' || quote_ident(t.relname) as to_name,
             array(select a.attname::text from unnest(c.conkey) with ordinality k(num, pos)
                     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num
                    order by k.pos) as columns,
             array(select a.attname::text from unnest(c.confkey) with ordinality k(num, pos)
                     join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num
                    order by k.pos) as referenced_columns,
             array(select 'operator(' || quote_ident(n.nspname) || '.' || o.oprname || ')'
                     from unnest(c.conpfeqop) with ordinality k(op, pos)
                     join pg_operator o on o.oid = k.op
                     join pg_namespace n on n.oid = o.oprnamespace
                    order by k.pos) as operators,
             c.confmatchtype = 'f' as full,
             coalesce((to_jsonb(c) ->> 'conperiod')::boolean, false) as temporal
        from pg_constraint c
        join pg_class f on f.oid = c.conrelid join pg_namespace fn on fn.oid = f.relnamespace
        join pg_class t on t.oid = c.confrelid join pg_namespace tn on tn.oid = t.relnamespace
       where c.contype = 'f' and c.conparentid = 0
         and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
         and (   c.conrelid = any(?::bigint[]::oid[]) or c.confrelid = any(?::bigint[]::oid[]))
       order by from_name, c.conname
      """;

  static ImmutableList<ForeignKey> read(Connection connection, Collection<Long> relations)
      throws SQLException {
    return Sql.rows(
        connection,
        row ->
            new ForeignKey(
                row.getString("name"),
                row.getLong("from_oid"),
                row.getLong("to_oid"),
                row.getString("from_name"),
                Sql.texts(row, "columns"),
                row.getString("to_name"),
                Sql.texts(row, "referenced_columns"),
                Sql.texts(row, "operators"),
                row.getBoolean("full"),
                row.getBoolean("temporal")),
        FOREIGN_KEYS,
        relations,
        relations);
  }

  /**
   * Rows among {@code from} that refer to no row of {@code to}; no column is null in the match.
   *
   * @param from a table, or a query in parentheses, with the referring columns
   * @param to the same with the referenced ones
   */
  String missing(String from, String to) {
    String joiner = full ? " or " : " and ";
    String refers =
        columns.stream()
            .map(column -> "s." + SqlText.identifier(column) + " is not null")
            .collect(Collectors.joining(joiner, "(", ")"));
    return "select 1 from "
        + from
        + " s where "
        + refers
        + " and not exists (select from "
        + to
        + " r where "
        + match("r", "s")
        + ") limit 1";
  }

  /** The condition under which row {@code referring} refers to row {@code referred}. */
  String match(String referred, String referring) {
    return IntStream.range(0, columns.size())
        .mapToObj(
            i ->
                referred
                    + "."
                    + SqlText.identifier(referencedColumns.get(i))
                    + " "
                    + operators.get(i)
                    + " "
                    + referring
                    + "."
                    + SqlText.identifier(columns.get(i)))
        .collect(Collectors.joining(" and "));
  }
}
