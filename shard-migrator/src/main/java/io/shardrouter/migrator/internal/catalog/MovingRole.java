package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A role under which moved rows are read or written.
 *
 * @param name unquoted
 * @param bypassesRowSecurity whether no policy applies to it
 * @param suppressesTriggers whether it may set session_replication_role
 * @param identities it and the roles whose rights it has, unquoted
 */
public record MovingRole(
    String name,
    boolean bypassesRowSecurity,
    boolean suppressesTriggers,
    ImmutableSet<String> identities) {
  private static final int FIRST_WITH_PARAMETER_PRIVILEGES = 15;

  private static final String ADOPTER =
      """
      select pg_catalog.pg_get_userbyid(p.proowner)::text as name
        from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
       where n.nspname = 'shard_router' and p.proname = 'adopt' and p.prosecdef
       order by p.oid limit 1
      """;

  /** Whether the current role may keep triggers from acting on the rows that it moves. */
  public static boolean canSuppressTriggers(Connection connection) throws SQLException {
    return current(connection).suppressesTriggers();
  }

  /** The current role of the session. */
  public static MovingRole current(Connection connection) throws SQLException {
    return named(
        connection, Sql.one(connection, row -> row.getString(1), "select current_user::text"));
  }

  /**
   * The role under which the target takes rows in: that of the function adopt, once it is there.
   */
  public static MovingRole adopting(Connection connection) throws SQLException {
    ImmutableList<String> owner = Sql.rows(connection, row -> row.getString("name"), ADOPTER);
    return owner.isEmpty() ? current(connection) : named(connection, owner.get(0));
  }

  private static MovingRole named(Connection connection, String name) throws SQLException {
    // The function is not there before version 15, so the text must not name it.
    String granted =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_WITH_PARAMETER_PRIVILEGES
            ? "has_parameter_privilege(rolname, 'session_replication_role', 'SET')"
            : "false";
    return Sql.one(
        connection,
        row ->
            new MovingRole(
                name,
                row.getBoolean("bypasses"),
                row.getBoolean("suppresses"),
                ImmutableSet.copyOf(Sql.texts(row, "identities"))),
        """
        select rolsuper or rolbypassrls as bypasses, rolsuper or %s as suppresses,
               array(select o.rolname::text from pg_catalog.pg_roles o
                      where pg_has_role(r.rolname, o.oid, 'USAGE')) as identities
          from pg_catalog.pg_roles r where rolname = ?
        """
            .formatted(granted),
        name);
  }

  /** Whether policies treat it as the table's owner. */
  boolean owns(Relation relation) {
    return identities.contains(relation.owner());
  }

  /** In double quotes. */
  String sql() {
    return SqlText.identifier(name);
  }
}
