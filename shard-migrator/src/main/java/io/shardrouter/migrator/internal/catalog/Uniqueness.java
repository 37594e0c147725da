package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Unique indexes and exclusion constraints on which rows of different shards could collide. */
final class Uniqueness {
  private static final String LAST_VALUE =
      """
      select case when has_sequence_privilege(?::bigint::oid, 'SELECT, USAGE')
                  then pg_sequence_last_value(?::bigint::oid) end as last
      """;

  private final ImmutableList<Side> sides;

  /** Columns whose values no two shards share, as {@code table.column}. */
  private final Set<String> unique = new HashSet<>();

  private Uniqueness(ImmutableList<Side> sides) {
    this.sides = sides;
  }

  /** One sentence for a rule that is on both sides. */
  static ImmutableList<String> objections(Side source, Side target) throws SQLException {
    Uniqueness uniqueness = new Uniqueness(ImmutableList.of(source, target));
    uniqueness.collectDeclared();
    uniqueness.collectDisjoint();
    uniqueness.collectReferring();
    return uniqueness.look();
  }

  private ImmutableList<String> look() {
    Set<String> reasons = new LinkedHashSet<>();
    for (Side side : sides) {
      for (GroupTable table : side.catalog().tables()) {
        table.inside().rules().stream()
            .filter(rule -> !rule.contains(table.keyColumn()))
            .filter(
                rule -> rule.columns().stream().noneMatch(c -> unique.contains(named(table, c))))
            .forEach(rule -> reasons.add(reason(table, rule)));
      }
    }
    return ImmutableList.copyOf(reasons);
  }

  private static String reason(GroupTable table, UniqueRule rule) {
    return ("%s %s of %s omits the key column %s, so that rows of two shards could collide; add the"
            + " key column to it, declare one of its columns globally unique, or feed one by"
            + " sequences that are disjoint over the shards (INCREMENT %d, START shard + 1, on"
            + " every shard)")
        .formatted(
            rule.exclusion() ? "exclusion constraint" : "unique index",
            rule.inWords(),
            rule.relation(),
            table.keyColumnSql(),
            ColumnSequence.DISJOINT_INCREMENT);
  }

  private void collectDeclared() {
    for (Side side : sides) {
      side.options()
          .globallyUnique()
          .forEach((table, columns) -> columns.forEach(c -> unique.add(table + "." + c)));
    }
  }

  private void collectDisjoint() throws SQLException {
    Set<String> disjoint = disjoint(sides.get(0));
    disjoint.retainAll(disjoint(sides.get(1)));
    unique.addAll(disjoint);
  }

  private static Set<String> disjoint(Side side) throws SQLException {
    Set<String> columns = new HashSet<>();
    for (GroupTable table : side.catalog().tables()) {
      for (ColumnSequence sequence : table.sequences()) {
        if (isDisjoint(side, sequence)) {
          columns.add(named(table, sequence.column()));
        }
      }
    }
    return columns;
  }

  private static boolean isDisjoint(Side side, ColumnSequence sequence) throws SQLException {
    int shard = side.catalog().shard();
    if (!sequence.direct()
        || sequence.cycles()
        || sequence.increment() != ColumnSequence.DISJOINT_INCREMENT
        || !ColumnSequence.belongsTo(shard, sequence.start())) {
      return false;
    }
    return Sql.one(
        side.connection(),
        row -> {
          long last = row.getLong("last");
          return row.wasNull() || ColumnSequence.belongsTo(shard, last);
        },
        LAST_VALUE,
        sequence.oid(),
        sequence.oid());
  }

  /**
   * A column that refers, within the group, to a column whose values no two shards share, has none
   * in common with another shard either: what it refers to is on its own shard.
   */
  private void collectReferring() {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Side side : sides) {
        for (GroupTable table : side.catalog().tables()) {
          for (ForeignKey key : table.foreignKeys()) {
            grown |= unique.addAll(referring(side, table, key));
          }
        }
      }
    }
  }

  /** Only of one column: a null in another one would let it hold anything. */
  private List<String> referring(Side side, GroupTable table, ForeignKey key) {
    return side.catalog()
        .tableWith(key.to())
        .filter(parent -> key.columns().size() == 1 && key.from() == table.oid())
        .filter(parent -> unique.contains(named(parent, key.referencedColumns().get(0))))
        .map(parent -> List.of(named(table, key.columns().get(0))))
        .orElse(List.of());
  }

  private static String named(GroupTable table, String column) {
    return table.name() + "." + column;
  }
}
