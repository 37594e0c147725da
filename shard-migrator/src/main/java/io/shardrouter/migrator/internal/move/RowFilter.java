package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.PGConnection;

/**
 * Which rows of a table belong to a subject, as a condition in SQL on the table under the name
 * {@code t}. Where the strategy has no expressions for it, the keys are made in Java.
 */
public final class RowFilter {
  private static final int FETCH = 10_000;

  private final Group group;
  private final Subject subject;

  /** On which side of a move the rows are. */
  enum Side {
    /** What it gives away: of a slot, the keys that have no placement of their own. */
    SOURCE(""),
    /** What must not be there before: of a slot, the keys that are not placed here. */
    TARGET(" and p.shard = shard_router.self()");

    private final String exempt;

    Side(String exempt) {
      this.exempt = exempt;
    }
  }

  public RowFilter(Group group, Subject subject) {
    this.group = group;
    this.subject = subject;
  }

  /** The key of a row as canonical text in SQL; empty where only Java can make it. */
  public static Optional<String> keyOf(Group group, GroupTable table) {
    return group
        .strategy()
        .keyExpression("t." + table.keyColumnSql(), group.keyType(), group.zone());
  }

  /** The slot of a row in SQL; empty where only Java can tell: keys are hashed in UTF-8. */
  public static Optional<String> slotOf(Connection connection, Group group, GroupTable table)
      throws SQLException {
    String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    return "UTF8".equals(encoding)
        ? keyOf(group, table).flatMap(key -> group.strategy().slotExpression(key, group.slots()))
        : Optional.empty();
  }

  /**
   * The condition for {@code table} of the shard behind {@code connection}, which is {@code side}.
   */
  String on(Connection connection, GroupTable table, Side side) throws SQLException {
    Optional<String> key = keyOf(group, table);
    Optional<String> slot = slotOf(connection, group, table);
    if (subject instanceof Subject.Key one && key.isPresent()) {
      return range(table, one) + key.get() + " = " + SqlText.literal(one.key().key());
    }
    if (subject instanceof Subject.Slot whole && slot.isPresent()) {
      return "%s = %d and not exists (select from shard_router.placement p"
              .formatted(slot.get(), whole.slot())
          + " where p.group_name = %s and p.kind = 'key' and p.key = %s%s)"
              .formatted(SqlText.literal(group.name()), key.get(), side.exempt);
    }
    return listed(connection, table, side);
  }

  private String range(GroupTable table, Subject.Key one) {
    return group
        .strategy()
        .keyRange("t." + table.keyColumnSql(), group.keyType(), group.zone(), one.key().key())
        .map(range -> range + " and ")
        .orElse("");
  }

  /** Names every value of the column whose key is the subject's, or in it, in a fixed order. */
  private String listed(Connection connection, GroupTable table, Side side) throws SQLException {
    Set<String> exempt = exempt(connection, side);
    String column = "(t." + table.keyColumnSql() + ")::text";
    Set<String> values = new TreeSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select distinct "
                + column
                + " from "
                + table.name()
                + " t where "
                + column
                + " is not null")) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (belongs(row.getString(1), exempt)) {
            values.add(SqlText.literal(row.getString(1)));
          }
        }
      }
    }
    return values.isEmpty() ? "false" : column + " in (" + String.join(", ", values) + ")";
  }

  private boolean belongs(String value, Set<String> exempt) throws RefusedException {
    RoutedKey key = group.route(value);
    return subject instanceof Subject.Key one
        ? key.equals(one.key())
        : key.slot() == subject.slot() && !exempt.contains(key.key());
  }

  private Set<String> exempt(Connection connection, Side side) throws SQLException {
    Set<String> keys = new HashSet<>();
    if (subject instanceof Subject.Slot) {
      Sql.each(
          connection,
          row -> keys.add(row.getString(1)),
          "select p.key from shard_router.placement p"
              + " where p.group_name = ? and p.slot = ? and p.kind = 'key'"
              + side.exempt,
          subject.group(),
          subject.slot());
    }
    return keys;
  }
}
