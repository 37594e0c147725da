package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;

/**
 * A SELECT whose names are resolved.
 *
 * @param syntax what was read
 * @param from joined by commas
 * @param outputs what it gives
 * @param aggregates whether it folds rows without a GROUP BY, or with one
 * @param windows whether it has window functions
 */
record BoundSelect(
    Query.Select syntax,
    ImmutableList<BoundFrom> from,
    ImmutableList<BoundQuery.Output> outputs,
    boolean aggregates,
    boolean windows) {

  /** All expressions of it, without those of the FROM clause and of queries inside. */
  java.util.stream.Stream<Expr> expressions() {
    return java.util.stream.Stream.of(
            syntax.distinctOn().stream(),
            syntax.items().stream().map(Query.Item::value),
            syntax.where().stream(),
            syntax.grouping().keys().stream(),
            syntax.having().stream(),
            syntax.windows().stream().flatMap(w -> w.window().parts()))
        .flatMap(s -> s);
  }
}
