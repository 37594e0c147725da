package io.shardrouter.migrator.internal.catalog;

import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A short text that differs from an earlier one of the same shard whenever something was changed
 * that a {@link GroupCatalog} is read from: a digest of where the rows of the system's tables are
 * and which transactions wrote them. Reading it takes one small query, the catalog itself a dozen
 * large ones. It may differ without need (after {@code VACUUM FULL} of a system table).
 */
final class CatalogStamp {
  /**
   * Rows that belong to the group's tables are found by index; of types, casts and schemas all that
   * users made count, but for the arrays that come with every table. Sequences count by their
   * settings, because moving one forward rewrites its row.
   */
  private static final String STAMP =
      """
      with recursive
      listed as (
          select table_name, key_column, (%s) as oid
            from shard_router.group_table where group_name = ?),
      own(oid) as (
          select oid from listed where oid is not null
          union
          select i.inhrelid from own join pg_inherits i on i.inhparent = own.oid),
      indexes(oid) as (select i.indexrelid from own join pg_index i on i.indrelid = own.oid),
      referring as (
          select c.ctid, c.xmin, c.conrelid, c.confrelid from pg_constraint c
           where c.conrelid in (select oid from own) or c.confrelid in (select oid from own)),
      related(oid) as (
          select oid from own union select oid from indexes
          union select conrelid from referring union select confrelid from referring),
      parts(part, place, writer) as (
          select 'class', c.ctid, c.xmin from related join pg_class c on c.oid = related.oid
          union all
          select 'attribute', a.ctid, a.xmin
            from own join pg_attribute a on a.attrelid = own.oid
          union all
          select 'default', d.ctid, d.xmin from own join pg_attrdef d on d.adrelid = own.oid
          union all
          select 'constraint', ctid, xmin from referring
          union all
          select 'domain', c.ctid, c.xmin from pg_constraint c where c.contypid <> 0
          union all
          select 'index', i.ctid, i.xmin from own join pg_index i on i.indrelid = own.oid
          union all
          select 'trigger', t.ctid, t.xmin from own join pg_trigger t on t.tgrelid = own.oid
          union all
          select 'rule', r.ctid, r.xmin from own join pg_rewrite r on r.ev_class = own.oid
          union all
          select 'policy', p.ctid, p.xmin from own join pg_policy p on p.polrelid = own.oid
          union all
          select 'inherits', i.ctid, i.xmin
            from pg_inherits i
           where i.inhparent in (select oid from own) or i.inhrelid in (select oid from own)
          union all
          select 'type', t.ctid, t.xmin from pg_type t
           where t.oid >= 16384 and (t.typtype <> 'b' or t.typelem = 0)
             and (t.typrelid = 0 or exists (
                     select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
          union all
          select 'field', a.ctid, a.xmin
            from pg_class c join pg_attribute a on a.attrelid = c.oid
           where c.relkind = 'c'
          union all
          select 'enum', ctid, xmin from pg_enum
          union all
          select 'range', ctid, xmin from pg_range
          union all
          select 'cast', ctid, xmin from pg_cast
          union all
          select 'collation', ctid, xmin from pg_collation where oid >= 16384
          union all
          select 'opclass', ctid, xmin from pg_opclass where oid >= 16384
          union all
          select 'operator', ctid, xmin from pg_operator where oid >= 16384
          union all
          select 'extension', ctid, xmin from pg_extension
          union all
          select 'schema', ctid, xmin from pg_namespace where nspname !~ '^pg_(toast_)?temp_')
      select md5(concat_ws(E'\\n',
          (select string_agg(concat_ws(' ', table_name, key_column, oid), ',' order by table_name)
             from listed),
          (select string_agg(concat_ws(' ', part, place, writer), ',' order by part, place)
             from parts),
          (select string_agg(concat_ws(' ', c.oid, c.relname, c.relnamespace, c.relowner, s), ','
                             order by c.oid)
             from pg_sequence s join pg_class c on c.oid = s.seqrelid),
          (select string_agg(concat_ws(' ', d.refobjid, d.refobjsubid, d.classid, d.objid), ','
                             order by d.refobjid, d.refobjsubid, d.classid, d.objid)
             from own join pg_depend d
               on d.refclassid = 'pg_class'::regclass and d.refobjid = own.oid
              and d.deptype in ('a', 'i')),
          pg_encoding_to_char((select encoding from pg_database
                                where datname = current_database()))))
      """
          .formatted(Relation.oidOf("table_name"));

  private CatalogStamp() {}

  static String of(Connection connection, String group) throws SQLException {
    return Sql.one(connection, row -> String.valueOf(row.getString(1)), STAMP, group);
  }
}
