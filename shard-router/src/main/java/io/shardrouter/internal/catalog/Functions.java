package io.shardrouter.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.sql.Catalog.Function;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reading the functions that can be called by their name alone. */
final class Functions {
  /**
   * PostgreSQL's own STABLE functions that depend on nothing but their arguments, the statement's
   * time and session settings that are alike on all shards (PostgreSQL 14 calls one of timezone's
   * forms VOLATILE). The others read tables, or tell of the server or session that they run in; so
   * may those of future versions.
   */
  private static final ImmutableList<String> STABLE =
      ImmutableList.copyOf(
          """
          age anytextcat array_to_json array_to_string concat concat_ws convert convert_from
          convert_to date date_add date_cmp_timestamptz date_eq_timestamptz date_ge_timestamptz
          date_gt_timestamptz date_le_timestamptz date_lt_timestamptz date_ne_timestamptz date_part
          date_subtract date_trunc enum_first enum_last enum_range extract format generate_series
          interval_pl_timestamptz json_build_array json_build_object json_populate_record
          json_populate_recordset json_to_record json_to_recordset json_to_tsvector
          jsonb_build_array jsonb_build_object jsonb_path_exists_tz jsonb_path_match_tz
          jsonb_path_query_array_tz jsonb_path_query_first_tz jsonb_path_query_tz
          jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset
          jsonb_to_record jsonb_to_recordset jsonb_to_tsvector length make_timestamptz money now
          numeric overlaps pg_input_is_valid pg_typeof phraseto_tsquery plainto_tsquery
          quote_literal quote_nullable row_to_json statement_timestamp textanycat time timestamp
          timestamp_cmp_timestamptz timestamp_eq_timestamptz timestamp_ge_timestamptz
          timestamp_gt_timestamptz timestamp_le_timestamptz timestamp_lt_timestamptz
          timestamp_ne_timestamptz timestamptz timestamptz_cmp_date timestamptz_cmp_timestamp
          timestamptz_eq_date timestamptz_eq_timestamp timestamptz_ge_date
          timestamptz_ge_timestamp timestamptz_gt_date timestamptz_gt_timestamp
          timestamptz_le_date timestamptz_le_timestamp timestamptz_lt_date
          timestamptz_lt_timestamp timestamptz_mi_interval timestamptz_ne_date
          timestamptz_ne_timestamp timestamptz_pl_interval timetz timezone to_char to_date to_json
          to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp ts_headline
          ts_match_tq ts_match_tt websearch_to_tsquery xml xml_is_well_formed
          """
              .strip()
              .split("\\s+"));

  /**
   * PostgreSQL's own functions that tell of the catalog, the session or the moment and leave
   * nothing: right on any one shard, and not alike on all. None of them reads a table's rows, sizes
   * or statistics, or where a sequence stands.
   */
  private static final ImmutableList<String> ON_ONE_SHARD =
      ImmutableList.copyOf(
          """
          clock_timestamp col_description current_database current_schema current_schemas
          current_setting format_type gen_random_uuid has_any_column_privilege
          has_column_privilege has_database_privilege has_function_privilege has_schema_privilege
          has_sequence_privilege has_table_privilege has_type_privilege obj_description
          pg_client_encoding pg_collation_is_visible pg_encoding_to_char pg_function_is_visible
          pg_get_constraintdef pg_get_expr pg_get_function_arguments
          pg_get_function_identity_arguments pg_get_function_result pg_get_functiondef
          pg_get_indexdef pg_get_keywords pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence
          pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_opclass_is_visible
          pg_operator_is_visible pg_sleep pg_table_is_visible pg_type_is_visible random
          shobj_description timeofday to_regclass to_regnamespace to_regproc to_regprocedure
          to_regrole to_regtype version
          """
              .strip()
              .split("\\s+"));

  /** From the most trustworthy to the least. */
  private static final ImmutableList<Function> BY_RANK =
      ImmutableList.of(
          Function.IMMUTABLE,
          Function.STABLE_BUILT_IN,
          Function.AGGREGATE,
          Function.WINDOW,
          Function.ON_ONE_SHARD,
          Function.OPAQUE);

  /**
   * Each name with the greatest rank, as in {@link #BY_RANK}, of the functions that have it,
   * without those that PostgreSQL's own hide: pgcrypto's {@code gen_random_uuid()}. And operators
   * that somebody has written in SQL or the like, if they may read tables.
   */
  private static final String SELECT =
      """
      select p.proname::text, max(
               case when p.prokind = 'a' and not exists (
                           select from pg_aggregate g
                             join pg_proc f on f.oid in (g.aggtransfn, g.aggfinalfn, g.aggcombinefn,
                                 g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn)
                            where g.aggfnoid = p.oid and f.provolatile <> 'i'
                              and (f.provolatile = 'v'
                                   or f.pronamespace <> 'pg_catalog'::regnamespace))
                         then 2
                    when p.prokind = 'w' and p.provolatile = 'i' then 3
                    when p.prokind = 'f' and p.provolatile = 'i' then 0
                    when p.prokind = 'f' and n.nspname = 'pg_catalog'
                         and p.proname = any(?)
                         then 1
                    when p.prokind = 'f' and n.nspname = 'pg_catalog'
                         and p.proname = any(?)
                         then 4
                    else 5 end)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = any(?) and p.prokind <> 'p'
         and not exists (
               select from pg_proc h
                where h.pronamespace = 'pg_catalog'::regnamespace
                  and (h.proname, h.proargtypes) = (p.proname, p.proargtypes)
                  and array_position(?, 'pg_catalog') < array_position(?, n.nspname::text))
       group by p.proname
      union all
      select distinct o.oprname::text, 5
        from pg_operator o
        join pg_proc p on p.oid = o.oprcode
        join pg_language l on l.oid = p.prolang
       where p.provolatile <> 'i' and l.lanname not in ('internal', 'c')
         and not exists (
               select from pg_operator b
                where b.oprname = o.oprname
                  and b.oprnamespace = 'pg_catalog'::regnamespace)
      """;

  private Functions() {}

  static ImmutableMap<String, Function> read(
      Connection connection, ImmutableList<String> searchPath) throws SQLException {
    ImmutableMap.Builder<String, Function> functions = ImmutableMap.builder();
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setArray(1, connection.createArrayOf("text", STABLE.toArray()));
      statement.setArray(2, connection.createArrayOf("text", ON_ONE_SHARD.toArray()));
      Array path = connection.createArrayOf("text", searchPath.toArray());
      for (int i = 3; i <= 5; i++) {
        statement.setArray(i, path);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          functions.put(rows.getString(1), BY_RANK.get(rows.getInt(2)));
        }
      }
    }
    return functions.buildOrThrow();
  }
}
