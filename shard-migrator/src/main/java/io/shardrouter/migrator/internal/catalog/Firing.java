package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * A trigger or rule that would act on moved rows.
 *
 * @param relation the OID of the table, or partition, that it is on
 * @param what "trigger" or "rule"
 * @param name unquoted
 * @param table qualified and quoted
 * @param enabled {@code pg_trigger.tgenabled}: O in ordinary sessions, R in replicas, A in both
 */
record Firing(long relation, String what, String name, String table, String enabled) {
  private static final String FIRINGS =
      """
      select t.tgrelid::bigint as relation, 'trigger' as what, t.tgname as name,
             t.tgrelid::regclass::text as table_name, t.tgenabled::text as enabled
        from pg_trigger t
       where t.tgrelid = any(?::bigint[]::oid[]) and not t.tgisinternal and t.tgenabled <> 'D'
      union all
      select r.ev_class::bigint, 'rule', r.rulename, r.ev_class::regclass::text, r.ev_enabled::text
        from pg_rewrite r
       where r.ev_class = any(?::bigint[]::oid[]) and r.ev_type <> '1' and r.ev_enabled <> 'D'
       order by 4, 2, 3
      """;

  static ImmutableList<Firing> read(Connection connection, Collection<Long> relations)
      throws SQLException {
    return Sql.rows(
        connection,
        row ->
            new Firing(
                row.getLong("relation"),
                row.getString("what"),
                row.getString("name"),
                row.getString("table_name"),
                row.getString("enabled")),
        FIRINGS,
        relations,
        relations);
  }

  /** Whether it acts even where session_replication_role is replica. */
  boolean actsInReplicas() {
    return !enabled.equals("O");
  }
}
