package io.shardrouter.internal.sql;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where the rows of a FROM clause come from. */
final class FromPlacement {
  private final Joins joins;
  private final Function<Source, Placement> mentions;
  private final Set<Source> present;
  private final List<Condition.Same> certain = new ArrayList<>();

  /**
   * A FROM clause.
   *
   * @param where what its WHERE says
   * @param mentions where the rows of a mention come from
   */
  FromPlacement(
      Joins joins, Condition where, List<BoundFrom> from, Function<Source, Placement> mentions) {
    this.joins = joins;
    this.mentions = mentions;
    this.present = joins.present(where, from);
    certain.addAll(where.same());
    from.forEach(this::addCertain);
  }

  /** What is equal in all rows of which WHERE is true. */
  Equalities certain() {
    return new Equalities(certain);
  }

  Placement of(List<BoundFrom> from) {
    return from.stream()
        .map(this::of)
        .reduce((left, right) -> inner(left, right, certain()))
        .orElseGet(Placement.Everywhere::new);
  }

  /** The conditions of joins that drop unmatched rows of both sides, and are no side of others. */
  private void addCertain(BoundFrom from) {
    if (from instanceof BoundFrom.Joined join) {
      boolean left = drops(join, join.left());
      boolean right = drops(join, join.right());
      if (left && right) {
        certain.addAll(joins.condition(join).same());
      }
      if (right) {
        addCertain(join.left());
      }
      if (left) {
        addCertain(join.right());
      }
    }
  }

  /** Whether rows of {@code side} without a partner are dropped. */
  private boolean drops(BoundFrom.Joined join, BoundFrom side) {
    Set<Source> optional = joins.optional(join, present);
    return side.sources().anyMatch(optional::contains);
  }

  private Placement of(BoundFrom from) {
    if (from instanceof BoundFrom.Leaf leaf) {
      return mentions.apply(leaf.source());
    }
    BoundFrom.Joined join = (BoundFrom.Joined) from;
    Placement left = of(join.left());
    Placement right = of(join.right());
    boolean dropsLeft = drops(join, join.left());
    boolean dropsRight = drops(join, join.right());
    List<Condition.Same> on = new ArrayList<>(joins.condition(join).same());
    if (dropsLeft && dropsRight) {
      on.addAll(certain);
      return inner(left, right, new Equalities(on));
    }
    Equalities equal = new Equalities(on);
    if (dropsRight) {
      return outer(left, right, equal);
    }
    return dropsLeft ? outer(right, left, equal) : full(left, right, equal);
  }

  private static Placement inner(Placement left, Placement right, Equalities equal) {
    if (left instanceof Placement.Everywhere) {
      return right;
    }
    if (right instanceof Placement.Everywhere) {
      return left;
    }
    return together(left, right, equal)
        .<Placement>map(
            both ->
                new Placement.Split(
                    both.left().group(),
                    Sets.union(both.left().keys(), both.right().keys()).immutableCopy(),
                    Sets.union(both.left().nullable(), both.right().nullable()).immutableCopy(),
                    Sets.union(both.left().around(), both.right().around()).immutableCopy()))
        .orElseGet(Placement.Unknown::new);
  }

  /** All rows of {@code kept}, with those of {@code other} where there are any. */
  private static Placement outer(Placement kept, Placement other, Equalities equal) {
    if (other instanceof Placement.Everywhere) {
      return kept;
    }
    return together(kept, other, equal)
        .<Placement>map(
            both ->
                new Placement.Split(
                    both.left().group(),
                    both.left().keys(),
                    Sets.union(both.left().nullable(), own(both.right())).immutableCopy(),
                    both.left().around()))
        .orElseGet(Placement.Unknown::new);
  }

  private static Placement full(Placement left, Placement right, Equalities equal) {
    if (left instanceof Placement.Everywhere && right instanceof Placement.Everywhere) {
      return left;
    }
    return together(left, right, equal)
        .<Placement>map(
            both ->
                new Placement.Split(
                    both.left().group(),
                    Set.of(),
                    Sets.union(own(both.left()), own(both.right())).immutableCopy(),
                    Set.of()))
        .orElseGet(Placement.Unknown::new);
  }

  private static Set<Attribute> own(Placement.Split side) {
    return Sets.union(side.keys(), side.nullable());
  }

  private record Both(Placement.Split left, Placement.Split right) {}

  /** Two sides whose rows meet only where they have the same key. */
  private static Optional<Both> together(Placement left, Placement right, Equalities equal) {
    return left instanceof Placement.Split first
            && right instanceof Placement.Split second
            && first.group().equals(second.group())
            && equal.connects(first.all(), second.all())
        ? Optional.of(new Both(first, second))
        : Optional.empty();
  }
}
