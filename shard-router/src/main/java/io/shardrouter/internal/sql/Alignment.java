package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Name;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what a SELECT makes of several rows, it makes of rows of one key. */
final class Alignment {
  private final Bindings bindings;

  Alignment(Bindings bindings) {
    this.bindings = bindings;
  }

  /**
   * Whether groups, partitions and duplicates never span two keys.
   *
   * @param keys the columns that are the key of a row
   */
  boolean isAligned(BoundQuery query, BoundSelect select, Set<Attribute> keys) {
    Query.Select syntax = select.syntax();
    if (select.aggregates()) {
      boolean byKey =
          !syntax.grouping().sets()
              && syntax.grouping().keys().stream().anyMatch(key -> isKey(key, select, keys));
      if (!byKey) {
        return false;
      }
    }
    boolean distinct =
        switch (syntax.distinct()) {
          case NONE -> true;
          case ROWS ->
              select.outputs().stream()
                  .anyMatch(output -> output.attribute().filter(keys::contains).isPresent());
          case ON -> syntax.distinctOn().stream().anyMatch(key -> isKey(key, select, keys));
        };
    return distinct
        && windows(query, select).allMatch(window -> isPartitionedByKey(window, syntax, keys));
  }

  /** Whether a grouping key, as an expression, label or number, is the sharding key. */
  private boolean isKey(Expr key, BoundSelect select, Set<Attribute> keys) {
    return bindings
        .attribute(key)
        .or(() -> selected(key, select))
        .filter(keys::contains)
        .isPresent();
  }

  private static Optional<Attribute> selected(Expr key, BoundSelect select) {
    return SelectedColumns.find(key, select.outputs()).flatMap(BoundQuery.Output::attribute);
  }

  private static Stream<Expr.Window> windows(BoundQuery query, BoundSelect select) {
    Stream<Expr> order =
        query.syntax().stream().flatMap(q -> q.orderBy().stream()).map(Expr.Sort::key);
    return Stream.concat(select.syntax().items().stream().map(Query.Item::value), order)
        .flatMap(Expr::walk)
        .filter(Expr.Call.class::isInstance)
        .flatMap(call -> ((Expr.Call) call).over().stream());
  }

  private boolean isPartitionedByKey(Expr.Window window, Query.Select select, Set<Attribute> keys) {
    return partition(window, select.windows()).stream()
        .anyMatch(key -> bindings.attribute(key).filter(keys::contains).isPresent());
  }

  private static List<Expr> partition(Expr.Window window, List<Query.NamedWindow> named) {
    if (!window.partitionBy().isEmpty() || window.base().isEmpty()) {
      return window.partitionBy();
    }
    String base = window.base().map(Name::value).get();
    return named.stream()
        .filter(definition -> definition.name().value().equals(base))
        .findFirst()
        .map(definition -> partition(definition.window(), without(named, definition)))
        .orElse(List.of());
  }

  private static List<Query.NamedWindow> without(
      List<Query.NamedWindow> named, Query.NamedWindow one) {
    return named.stream().filter(window -> !window.equals(one)).toList();
  }
}
