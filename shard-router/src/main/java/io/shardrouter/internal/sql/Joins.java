package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which sides of joins give only rows that have a partner. An outer join whose optional side must
 * not be NULL, because of a strict condition further out, is no outer join.
 */
final class Joins {
  private final ConditionReader conditions;

  Joins(ConditionReader conditions) {
    this.conditions = conditions;
  }

  /** What the condition of a join says, ON, USING or NATURAL. */
  Condition condition(BoundFrom.Joined join) {
    Condition condition = join.on().map(conditions::read).orElse(Condition.NOTHING);
    for (BoundFrom.Pair pair : join.pairs()) {
      condition = condition.and(conditions.same(pair.left(), pair.right()));
    }
    return condition;
  }

  /** The mentions whose rows are not NULL in any row of which {@code where} is true. */
  Set<Source> present(Condition where, List<BoundFrom> from) {
    Set<Source> present = new HashSet<>();
    addOperands(where, present);
    int before;
    do {
      before = present.size();
      from.forEach(item -> strictConditions(item, present));
    } while (present.size() > before);
    return present;
  }

  /** Adds what the conditions of joins that are certainly passed mention. */
  private void strictConditions(BoundFrom from, Set<Source> present) {
    if (!(from instanceof BoundFrom.Joined join)) {
      return;
    }
    boolean leftKept = keepsUnmatched(join, Query.Join.Kind.LEFT) && !has(join.right(), present);
    boolean rightKept = keepsUnmatched(join, Query.Join.Kind.RIGHT) && !has(join.left(), present);
    if (!leftKept && !rightKept) {
      addOperands(condition(join), present);
    }
    if (!rightKept) {
      strictConditions(join.left(), present);
    }
    if (!leftKept) {
      strictConditions(join.right(), present);
    }
  }

  /**
   * The mentions of which a join drops the rows that have no partner.
   *
   * @param present the mentions that are known not to be NULL
   */
  Set<Source> optional(BoundFrom.Joined join, Set<Source> present) {
    boolean leftKept = keepsUnmatched(join, Query.Join.Kind.LEFT) && !has(join.right(), present);
    boolean rightKept = keepsUnmatched(join, Query.Join.Kind.RIGHT) && !has(join.left(), present);
    Stream<Source> left = leftKept ? Stream.of() : join.left().sources();
    Stream<Source> right = rightKept ? Stream.of() : join.right().sources();
    return Stream.concat(left, right).collect(Collectors.toSet());
  }

  private static boolean keepsUnmatched(BoundFrom.Joined join, Query.Join.Kind side) {
    return join.kind() == side || join.kind() == Query.Join.Kind.FULL;
  }

  private static boolean has(BoundFrom side, Set<Source> present) {
    return side.sources().anyMatch(present::contains);
  }

  private static void addOperands(Condition condition, Set<Source> present) {
    Stream.of(
            condition.fixed().stream().map(Condition.Fixed::column),
            condition.same().stream().map(Condition.Same::left),
            condition.same().stream().map(Condition.Same::right),
            condition.members().stream().map(Condition.Member::column))
        .flatMap(columns -> columns)
        .map(Attribute::owner)
        .filter(Source.class::isInstance)
        .map(Source.class::cast)
        .forEach(present::add);
  }
}
