package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets PostgreSQL order the rows that a merge would, because only it knows the order: no more of
 * them travel than the limit asks each shard for.
 */
final class SortedFinish {
  private static final String ROWS = "shard_router_partial";

  private final SqlText text;
  private final Collations collations;

  SortedFinish(SqlText text, Bindings bindings) {
    this.text = text;
    this.collations = new Collations(bindings);
  }

  /**
   * The same as a merge of {@code rows} by {@code keys}; empty where types, labels or collations
   * are not plain to see.
   *
   * @param hidden what is selected besides, to order by
   */
  Optional<Gathering> gathering(
      BoundQuery statement, ShardText rows, List<Expr> hidden, List<Gathering.OrderKey> keys) {
    if (!(statement.body() instanceof BoundQuery.OfSelect)) {
      return Optional.empty();
    }
    List<Gathering.PulledColumn> columns = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    for (BoundQuery.Output output : statement.outputs()) {
      if (output.name().isEmpty() || !add(output.expr(), output.attribute(), columns)) {
        return Optional.empty();
      }
      selected.add(name(columns.size()) + " AS " + Quoted.name(output.name()));
    }
    for (Expr expr : hidden) {
      if (!add(Optional.of(expr), Optional.empty(), columns)) {
        return Optional.empty();
      }
    }
    Pieces pieces = new Pieces(text);
    pieces.add("SELECT " + String.join(", ", selected) + " FROM " + ROWS);
    String separator = " ORDER BY ";
    for (Gathering.OrderKey key : keys) {
      pieces.add(separator + name(key.column()) + (key.descending() ? " DESC" : ""));
      pieces.add(key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
      separator = ", ";
    }
    Optional<Query.Limit> limit = statement.syntax().flatMap(Query::limit);
    limit.ifPresent(l -> pieces.add(" ").add(l.span()));
    Gathering.Pull pull =
        new Gathering.Pull(
            ROWS, ImmutableList.copyOf(columns), ImmutableList.of(), renamed(rows, columns));
    return Optional.of(new Gathering.Finish(ImmutableList.of(pull), pieces.build()));
  }

  private static String name(int column) {
    return "shard_router_c" + column;
  }

  private boolean add(
      Optional<Expr> expr, Optional<Attribute> attribute, List<Gathering.PulledColumn> columns) {
    Optional<Collations.Collation> collation =
        attribute.isPresent()
            ? attribute.flatMap(collations::of)
            : expr.filter(collations::keepsLength).flatMap(collations::of);
    Optional<Catalog.Column> column =
        attribute.isPresent()
            ? attribute.flatMap(collations::column)
            : expr.flatMap(collations::column);
    collation.ifPresent(
        known ->
            columns.add(
                new Gathering.PulledColumn(
                    name(columns.size() + 1), column.map(Catalog.Column::type), known.name())));
    return collation.isPresent();
  }

  /** Columns of one name could not stand in one table. */
  private static ShardText renamed(ShardText rows, List<Gathering.PulledColumn> columns) {
    String names = String.join(", ", columns.stream().map(Gathering.PulledColumn::name).toList());
    return new ShardText(
        "SELECT * FROM (" + rows.sql() + ") AS shard_router_rows (" + names + ")",
        rows.parameters());
  }
}
