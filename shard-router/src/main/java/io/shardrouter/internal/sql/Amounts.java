package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.Optional;

/**
 * LIMIT and OFFSET as numbers or parameters.
 *
 * @param count empty: all
 */
record Amounts(Optional<Gathering.Amount> count, Optional<Gathering.Amount> offset) {
  private static final String MOST = Long.toString(Long.MAX_VALUE);

  /** Those of {@code query}; empty where they are something else, or WITH TIES. */
  static Optional<Amounts> of(Query query) {
    if (query.limit().isEmpty()) {
      return Optional.of(new Amounts(Optional.empty(), Optional.empty()));
    }
    Query.Limit limit = query.limit().get();
    Optional<Gathering.Amount> count = limit.count().flatMap(Amounts::amount);
    Optional<Gathering.Amount> offset = limit.offset().flatMap(Amounts::amount);
    boolean known =
        count.isPresent() == isGiven(limit.count())
            && offset.isPresent() == isGiven(limit.offset());
    return known && !limit.ties() ? Optional.of(new Amounts(count, offset)) : Optional.empty();
  }

  /** NULL is as good as nothing. */
  private static boolean isGiven(Optional<Expr> amount) {
    return amount
        .filter(a -> !(a instanceof Expr.Constant c && c.of() == Expr.Written.NULL))
        .isPresent();
  }

  private static Optional<Gathering.Amount> amount(Expr expr) {
    if (expr instanceof Expr.Parameter parameter) {
      return Optional.of(new Gathering.Amount.Parameter(parameter.index()));
    }
    boolean whole =
        expr instanceof Expr.Constant constant
            && constant.of() == Expr.Written.NUMBER
            && constant.value().matches("\\d{1,18}");
    return whole
        ? Optional.of(new Gathering.Amount.Constant(Long.parseLong(((Expr.Constant) expr).value())))
        : Optional.empty();
  }

  /** A limit of both together, in place of {@code limit}; nothing where there is no count. */
  void addSum(Pieces pieces, Query.Limit limit) {
    if (count.isEmpty()) {
      return;
    }
    if (count.get() instanceof Gathering.Amount.Constant rows
        && offset.orElse(new Gathering.Amount.Constant(0))
            instanceof Gathering.Amount.Constant passed) {
      pieces.add("LIMIT " + (rows.rows() + passed.rows()));
      return;
    }
    // NULL counts as no limit, and as no offset. A limit above all numbers is none.
    pieces.add("LIMIT least(");
    add(pieces, count.get(), limit.count());
    if (offset.isPresent()) {
      pieces.add(" + coalesce(");
      add(pieces, offset.get(), limit.offset());
      pieces.add(", 0)");
    }
    pieces.add(", " + MOST + ")::bigint");
  }

  private static void add(Pieces pieces, Gathering.Amount amount, Optional<Expr> written) {
    if (amount instanceof Gathering.Amount.Constant constant) {
      pieces.add(Long.toString(constant.rows()));
    } else {
      written.ifPresent(parameter -> pieces.add("(").add(parameter.span()).add(")::numeric"));
    }
  }
}
