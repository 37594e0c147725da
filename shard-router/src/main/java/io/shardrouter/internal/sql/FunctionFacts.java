package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the catalog tells of the functions that expressions call. */
final class FunctionFacts {
  /** Aggregates that give the same whatever the order of rows. */
  static final ImmutableSet<String> UNORDERED =
      ImmutableSet.of("count", "sum", "min", "max", "avg", "bool_and", "bool_or", "every");

  private final Catalog catalog;

  FunctionFacts(Catalog catalog) {
    this.catalog = catalog;
  }

  /** How far {@code call} may be run on several shards. */
  Catalog.Function of(Expr.Call call) {
    boolean found = call.name().size() == 1 || call.name().get(0).value().equals("pg_catalog");
    Catalog.Function function = found ? catalog.functions().get(call.last()) : null;
    return function == null ? Catalog.Function.OPAQUE : function;
  }

  /** Whether a call gives a right answer on any one shard, where no rows are read. */
  boolean runsAnywhere(Expr.Call call) {
    return of(call) != Catalog.Function.OPAQUE;
  }

  /** Whether a call may be part of what runs on several shards. */
  boolean runsOnSeveral(Expr.Call call) {
    return runsAnywhere(call) && of(call) != Catalog.Function.ON_ONE_SHARD;
  }

  /** The operator of {@code expr} where it is somebody's own that may read tables. */
  Optional<String> opaqueOperator(Expr expr) {
    Optional<String> operator = Optional.empty();
    if (expr instanceof Expr.Operation operation) {
      operator = Optional.of(operation.operator());
    } else if (expr instanceof Expr.Quantified quantified) {
      operator = Optional.of(quantified.operator());
    } else if (expr instanceof Expr.QuantifiedQuery quantified) {
      operator = Optional.of(quantified.operator());
    }
    return operator
        .map(written -> written.replaceAll("^OPERATOR\\((?:.*\\.)?|\\)$", ""))
        .filter(name -> catalog.functions().get(name) == Catalog.Function.OPAQUE);
  }

  /** Whether rows are folded. */
  boolean aggregates(Query.Select select, List<Expr.Sort> order) {
    return select.having().isPresent()
        || select.grouping().present()
        || calls(select, order).anyMatch(call -> call.over().isEmpty() && isAggregate(call));
  }

  boolean isAggregate(Expr.Call call) {
    return call.over().isEmpty() && (call.aggregate() || of(call) == Catalog.Function.AGGREGATE);
  }

  /** Whether there are window functions. */
  boolean windows(Query.Select select, List<Expr.Sort> order) {
    return calls(select, order).anyMatch(call -> call.over().isPresent());
  }

  private static Stream<Expr.Call> calls(Query.Select select, List<Expr.Sort> order) {
    return Stream.concat(
            select.items().stream().map(Query.Item::value), order.stream().map(Expr.Sort::key))
        .flatMap(Expr::walk)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
  }
}
