package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import java.math.BigDecimal;
import java.util.Optional;

/** Which expressions are constants that a key can be compared with. */
final class Constants {
  private Constants() {}

  /** The value of {@code expr}; empty where a column of {@code family} may equal something else. */
  static Optional<KeyValue> of(Expr expr, Family family) {
    if (expr instanceof Expr.Parameter parameter) {
      return Optional.of(new KeyValue.Parameter(parameter.index()));
    }
    if (expr instanceof Expr.Constant constant) {
      return ofConstant(constant, family);
    }
    if (expr instanceof Expr.Cast cast) {
      boolean same = Family.of(cast.type()).equals(Optional.of(family)) && !cast.type().array();
      return same ? of(cast.operand(), family) : Optional.empty();
    }
    boolean negative =
        family == Family.INTEGER
            && expr instanceof Expr.Operation operation
            && operation.left().isEmpty()
            && operation.operator().equals("-")
            && operation.right() instanceof Expr.Constant;
    return negative
        ? of(((Expr.Operation) expr).right(), family).flatMap(Constants::negated)
        : Optional.empty();
  }

  private static Optional<KeyValue> negated(KeyValue value) {
    return value instanceof KeyValue.Literal literal && literal.value() instanceof Long number
        ? Optional.of(new KeyValue.Literal(-number))
        : Optional.empty();
  }

  private static Optional<KeyValue> ofConstant(Expr.Constant constant, Family family) {
    return switch (constant.of()) {
      case STRING -> Optional.of(new KeyValue.Literal(constant.value()));
      case NULL -> Optional.of(new KeyValue.Null());
      case NUMBER -> family == Family.INTEGER ? whole(constant.value()) : Optional.empty();
      case BOOLEAN, BITS, DEFAULT -> Optional.empty();
    };
  }

  private static Optional<KeyValue> whole(String digits) {
    try {
      return Optional.of(new KeyValue.Literal(new BigDecimal(digits).longValueExact()));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The constants that a column of a subquery is; empty where it may be anything else. */
  static Optional<ImmutableSet<KeyValue>> given(Attribute column, Family family) {
    Optional<BoundQuery> query =
        column.owner() instanceof Source source && source.relation().isEmpty()
            ? source.query()
            : Optional.empty();
    if (query.isEmpty()) {
      return Optional.empty();
    }
    ImmutableSet.Builder<KeyValue> values = ImmutableSet.builder();
    for (Optional<Expr> expr : exprs(query.get(), column.index())) {
      Optional<KeyValue> value = expr.flatMap(e -> of(e, family));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values.build()).filter(all -> !all.isEmpty());
  }

  private static ImmutableList<Optional<Expr>> exprs(BoundQuery query, int index) {
    if (query.body() instanceof BoundQuery.OfRows rows) {
      return rows.rows().stream()
          .map(row -> index < row.size() ? Optional.of(row.get(index)) : Optional.<Expr>empty())
          .collect(ImmutableList.toImmutableList());
    }
    boolean select = query.body() instanceof BoundQuery.OfSelect && index < query.outputs().size();
    return select ? ImmutableList.of(query.outputs().get(index).expr()) : ImmutableList.of();
  }

  /** The elements of an array that is a parameter, cast to nothing but an array of the family. */
  static Optional<KeyValue> elements(Expr array, Family family) {
    if (array instanceof Expr.Parameter parameter) {
      return Optional.of(new KeyValue.Elements(parameter.index()));
    }
    boolean same =
        array instanceof Expr.Cast cast
            && cast.type().array()
            && Family.of(cast.type()).equals(Optional.of(family));
    return same ? elements(((Expr.Cast) array).operand(), family) : Optional.empty();
  }
}
