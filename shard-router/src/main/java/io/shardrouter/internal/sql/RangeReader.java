package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads between which values conditions have dates and instants. */
final class RangeReader {
  private static final ImmutableSet<Family> ORDERED = ImmutableSet.of(Family.DATE, Family.INSTANT);

  private final Function<Expr, Optional<Attribute>> columns;
  private final Families families;

  /**
   * @param columns the column that an expression is
   */
  RangeReader(Function<Expr, Optional<Attribute>> columns, Families families) {
    this.columns = columns;
    this.families = families;
  }

  /** One end of a range: the column is behind it, or before it. */
  private record Bound(
      Attribute column, Family family, boolean lower, boolean included, KeyValue value) {}

  /** {@code x BETWEEN a AND b}. */
  Condition between(Expr.Syntax between) {
    Expr of = between.parts().get(0);
    Optional<Bound> from = bound(of, true, true, between.parts().get(1));
    Optional<Bound> to = bound(of, false, true, between.parts().get(2));
    return from.isPresent() && to.isPresent() ? range(from.get(), to.get()) : Condition.NOTHING;
  }

  /** What conditions that are all true say together of a column's lower and upper bounds. */
  Condition of(List<Expr> parts) {
    Map<Attribute, Bound> lower = new LinkedHashMap<>();
    Map<Attribute, Bound> upper = new LinkedHashMap<>();
    parts.stream()
        .flatMap(RangeReader::flat)
        .flatMap(part -> bound(part).stream())
        .forEach(bound -> (bound.lower() ? lower : upper).putIfAbsent(bound.column(), bound));
    Condition all = Condition.NOTHING;
    for (Bound from : lower.values()) {
      Bound to = upper.get(from.column());
      if (to != null) {
        all = all.and(range(from, to));
      }
    }
    return all;
  }

  private static Stream<Expr> flat(Expr part) {
    return part instanceof Expr.And and
        ? and.parts().stream().flatMap(RangeReader::flat)
        : Stream.of(part);
  }

  private Optional<Bound> bound(Expr part) {
    if (!(part instanceof Expr.Operation operation) || operation.left().isEmpty()) {
      return Optional.empty();
    }
    Expr left = operation.left().get();
    Expr right = operation.right();
    return switch (operation.operator()) {
      case ">" -> bound(left, true, false, right).or(() -> bound(right, false, false, left));
      case ">=" -> bound(left, true, true, right).or(() -> bound(right, false, true, left));
      case "<" -> bound(left, false, false, right).or(() -> bound(right, true, false, left));
      case "<=" -> bound(left, false, true, right).or(() -> bound(right, true, true, left));
      default -> Optional.empty();
    };
  }

  private Optional<Bound> bound(Expr of, boolean lower, boolean included, Expr value) {
    Optional<Attribute> column = columns.apply(of);
    return column
        .flatMap(families::of)
        .filter(ORDERED::contains)
        .flatMap(
            family ->
                Constants.of(value, family)
                    .map(c -> new Bound(column.get(), family, lower, included, c)));
  }

  private static Condition range(Bound from, Bound to) {
    KeyValue range =
        new KeyValue.Range(
            from.family() == Family.DATE, from.value(), from.included(), to.value(), to.included());
    return new Condition(
        ImmutableList.of(new Condition.Fixed(from.column(), ImmutableSet.of(range))),
        ImmutableList.of(),
        ImmutableList.of());
  }
}
