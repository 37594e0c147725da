package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * A table of the group, or one of its partitions.
 *
 * @param oid its OID on its shard
 * @param root the OID of the table of the group
 * @param name qualified and quoted
 * @param schema quoted
 * @param kind {@code pg_class.relkind}
 * @param persistence {@code pg_class.relpersistence}
 * @param partition whether it is a partition
 * @param parents what it inherits from, partitions' parents among them
 * @param heirs tables that inherit from it and are no partitions
 * @param partitioning the partition key; empty where it has none
 * @param bound a partition's bound; empty for others
 * @param owner the owning role, unquoted
 * @param rowSecurity whether policies apply to roles that do not own it
 * @param forcedRowSecurity whether they apply to the owner too
 */
record Relation(
    long oid,
    long root,
    String name,
    String schema,
    String kind,
    String persistence,
    boolean partition,
    ImmutableList<String> parents,
    ImmutableList<String> heirs,
    String partitioning,
    String bound,
    String owner,
    boolean rowSecurity,
    boolean forcedRowSecurity) {

  private static final ImmutableMap<String, String> KINDS =
      ImmutableMap.of(
          "r", "table",
          "p", "partitioned table",
          "f", "foreign table",
          "v", "view",
          "m", "materialized view",
          "S", "sequence");

  private static final String RELATIONS =
      """
      with recursive member(root, oid) as (
          select t.oid, t.oid from unnest(?::bigint[]::oid[]) t(oid)
          union
          select m.root, c.oid
            from member m
            join pg_inherits i on i.inhparent = m.oid
            join pg_class c on c.oid = i.inhrelid and c.relispartition)
      select c.oid::bigint as oid, m.root::bigint as root, c.relkind::text as kind,
             c.relpersistence::text as persistence, c.relispartition as partition,
             quote_ident(n.nspname) as schema,
             quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
             array(select i.inhparent::regclass::text from pg_inherits i
                    where i.inhrelid = c.oid order by i.inhseqno) as parents,
             array(select i.inhrelid::regclass::text
                     from pg_inherits i join pg_class h on h.oid = i.inhrelid
                    where i.inhparent = c.oid and not h.relispartition order by 1) as heirs,
             case when c.relkind = 'p' then pg_get_partkeydef(c.oid) else '' end as partitioning,
             coalesce(pg_get_expr(c.relpartbound, c.oid), '') as bound,
             pg_get_userbyid(c.relowner)::text as owner,
             c.relrowsecurity as row_security, c.relforcerowsecurity as forced
        from member m
        join pg_class c on c.oid = m.oid
        join pg_namespace n on n.oid = c.relnamespace
       order by m.root, c.oid <> m.root, name
      """;

  /**
   * SQL for the OID of the table that {@code name}, an expression, names; null where there is none.
   * to_regclass would fail where the role may not use the schema, which is to be told with all
   * else.
   */
  static String oidOf(String name) {
    return """
        case cardinality(parse_ident(%1$s))
          when 2 then (select c.oid from pg_catalog.pg_class c
                         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = (parse_ident(%1$s))[1]
                          and c.relname = (parse_ident(%1$s))[2])
          else to_regclass(%1$s)::oid end"""
        .formatted(name);
  }

  static ImmutableList<Relation> read(Connection connection, Collection<Long> roots)
      throws SQLException {
    return Sql.rows(
        connection,
        row ->
            new Relation(
                row.getLong("oid"),
                row.getLong("root"),
                row.getString("name"),
                row.getString("schema"),
                row.getString("kind"),
                row.getString("persistence"),
                row.getBoolean("partition"),
                Sql.texts(row, "parents"),
                Sql.texts(row, "heirs"),
                row.getString("partitioning"),
                row.getString("bound"),
                row.getString("owner"),
                row.getBoolean("row_security"),
                row.getBoolean("forced")),
        RELATIONS,
        roots);
  }

  boolean isRoot() {
    return oid == root;
  }

  boolean holdsRows() {
    return kind.equals("r") || kind.equals("p");
  }

  String kindInWords() {
    return KINDS.getOrDefault(kind, "relation of kind " + kind);
  }
}
