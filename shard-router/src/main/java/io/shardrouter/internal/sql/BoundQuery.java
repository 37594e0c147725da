package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.Optional;

/** A query, or a writing statement that returns rows, whose names are resolved. Has identity. */
final class BoundQuery {
  private final Optional<Query> syntax;
  private final ImmutableList<Output> outputs;
  private final boolean open;
  private final Body body;

  BoundQuery(Optional<Query> syntax, Body body, ImmutableList<Output> outputs, boolean open) {
    this.syntax = syntax;
    this.body = body;
    this.outputs = outputs;
    this.open = open;
  }

  /**
   * A column that a query gives.
   *
   * @param expr what is selected; empty for a column of a star or of a set operation
   * @param attribute where it is a column of the FROM clause as it is
   */
  record Output(String name, Optional<Expr> expr, Optional<Attribute> attribute) {}

  /** What a query is. */
  sealed interface Body {}

  /** A SELECT. */
  record OfSelect(BoundSelect select) implements Body {}

  /**
   * A set operation.
   *
   * @param selves where the right side reads what the whole gives
   */
  record OfSet(
      Query.SetOperation syntax, BoundQuery left, BoundQuery right, ImmutableList<Source> selves)
      implements Body {}

  /** VALUES. */
  record OfRows(ImmutableList<ImmutableList<Expr>> rows) implements Body {}

  /** A query in parentheses. */
  record OfQuery(BoundQuery query) implements Body {}

  /** A writing statement. */
  record OfModification(BoundModification modification) implements Body {}

  /** Empty for a writing statement. */
  Optional<Query> syntax() {
    return syntax;
  }

  Body body() {
    return body;
  }

  ImmutableList<Output> outputs() {
    return outputs;
  }

  /** Whether it gives columns that are not known. */
  boolean open() {
    return open;
  }

  /** Whether it gives all rows of its body. */
  boolean unlimited() {
    return syntax.map(q -> q.limit().isEmpty()).orElse(false);
  }
}
