package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import java.util.List;
import java.util.Optional;

/** Reads what conditions say of columns. What it does not know says nothing. */
final class ConditionReader {
  private final Bindings bindings;
  private final Families families;
  private final RangeReader ranges;

  ConditionReader(Bindings bindings, Families families) {
    this.bindings = bindings;
    this.families = families;
    this.ranges = new RangeReader(this::column, families);
  }

  Condition read(Expr expr) {
    if (expr instanceof Expr.And and) {
      return and(and.parts());
    }
    if (expr instanceof Expr.Or or) {
      return or(or.parts());
    }
    if (expr instanceof Expr.Operation operation
        && operation.operator().equals("=")
        && operation.left().isPresent()) {
      return equal(operation.left().get(), operation.right());
    }
    if (expr instanceof Expr.In in && !in.negated()) {
      return or(
          in.items().stream()
              .map(item -> equation(in, item))
              .collect(ImmutableList.toImmutableList()));
    }
    if (expr instanceof Expr.InQuery in && !in.negated()) {
      return member(in);
    }
    if (expr instanceof Expr.Syntax between && between.word().equals("between")) {
      return ranges.between(between);
    }
    if (expr instanceof Expr.Quantified any && any.operator().equals("=") && !any.all()) {
      return any(any);
    }
    return Condition.NOTHING;
  }

  private static Expr equation(Expr.In in, Expr item) {
    return new Expr.Operation(in.span(), "=", Optional.of(in.left()), item);
  }

  private Condition and(List<Expr> parts) {
    return parts.stream().map(this::read).reduce(ranges.of(parts), Condition::and);
  }

  private Condition or(List<Expr> parts) {
    return parts.stream().map(this::read).reduce(Condition::or).orElse(Condition.NOTHING);
  }

  private Condition equal(Expr left, Expr right) {
    if (left instanceof Expr.Row first && right instanceof Expr.Row second) {
      return rows(first.items(), second.items());
    }
    Optional<Attribute> onLeft = column(left);
    Optional<Attribute> onRight = column(right);
    if (onLeft.isPresent() && onRight.isPresent()) {
      return columns(onLeft.get(), onRight.get());
    }
    if (onLeft.isPresent()) {
      return fixed(onLeft.get(), right);
    }
    return onRight.isPresent() ? fixed(onRight.get(), left) : Condition.NOTHING;
  }

  /** Two columns, of which one may be a constant that a subquery gives. */
  private Condition columns(Attribute left, Attribute right) {
    Condition same = same(left, right);
    Condition onLeft = given(left, right);
    return same.and(onLeft).and(given(right, left));
  }

  private Condition given(Attribute column, Attribute other) {
    return families
        .of(column)
        .flatMap(family -> Constants.given(other, family))
        .map(values -> new Condition.Fixed(column, values))
        .map(f -> new Condition(ImmutableList.of(f), ImmutableList.of(), ImmutableList.of()))
        .orElse(Condition.NOTHING);
  }

  private Condition rows(List<Expr> left, List<Expr> right) {
    Condition all = Condition.NOTHING;
    if (left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        all = all.and(equal(left.get(i), right.get(i)));
      }
    }
    return all;
  }

  /** The column that {@code expr} is, be it cast within its family. */
  private Optional<Attribute> column(Expr expr) {
    if (expr instanceof Expr.Cast cast) {
      Optional<Attribute> inner = column(cast.operand());
      Optional<Family> family = inner.flatMap(families::of);
      boolean same =
          family.isPresent() && !cast.type().array() && Family.of(cast.type()).equals(family);
      return same ? inner : Optional.empty();
    }
    return bindings.attribute(expr);
  }

  /** Both columns are equal. */
  Condition same(Attribute left, Attribute right) {
    Optional<Family> family = families.of(left);
    return family.isPresent() && family.equals(families.of(right))
        ? new Condition(
            ImmutableList.of(),
            ImmutableList.of(new Condition.Same(left, right)),
            ImmutableList.of())
        : Condition.NOTHING;
  }

  private Condition fixed(Attribute column, Expr value) {
    return values(column, families.of(column).flatMap(family -> Constants.of(value, family)));
  }

  private static Condition values(Attribute column, Optional<KeyValue> value) {
    return value
        .map(v -> new Condition.Fixed(column, ImmutableSet.of(v)))
        .map(f -> new Condition(ImmutableList.of(f), ImmutableList.of(), ImmutableList.of()))
        .orElse(Condition.NOTHING);
  }

  private Condition any(Expr.Quantified any) {
    Optional<Attribute> column = column(any.left());
    if (column.isEmpty()) {
      return Condition.NOTHING;
    }
    if (any.array() instanceof Expr.Syntax array && array.word().equals("array")) {
      Expr.In in = new Expr.In(any.span(), any.left(), false, array.parts());
      return array.parts().isEmpty() ? Condition.NOTHING : read(in);
    }
    return values(
        column.get(),
        families.of(column.get()).flatMap(family -> Constants.elements(any.array(), family)));
  }

  private Condition member(Expr.InQuery in) {
    Optional<Attribute> column = column(in.left());
    BoundQuery query = bindings.query(in.query());
    if (column.isEmpty() || query.outputs().size() != 1 || query.open()) {
      return Condition.NOTHING;
    }
    Optional<Family> family = families.of(column.get());
    boolean alike = family.isPresent() && family.equals(families.of(new Attribute(query, 0)));
    return alike
        ? new Condition(
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(new Condition.Member(column.get(), query)))
        : Condition.NOTHING;
  }
}
