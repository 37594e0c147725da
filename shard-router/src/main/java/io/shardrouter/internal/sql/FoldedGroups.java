package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import io.shardrouter.internal.sql.Gathering.FoldedColumn;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets Java fold the groups of the shards, where all that is selected is a key of the groups or an
 * aggregate as it is, and Java knows the types: no second round trip is needed then.
 */
final class FoldedGroups {
  /** Types whose values are equal just when their texts are. */
  private static final ImmutableSet<String> EQUAL_AS_TEXT =
      ImmutableSet.of("int2", "int4", "int8", "bool", "uuid", "date", "timestamp", "timestamptz");

  /** Types, besides numbers and texts, that Java orders. */
  private static final ImmutableSet<String> ORDERED =
      ImmutableSet.of("date", "time", "timestamp", "timestamptz");

  private static final ImmutableSet<String> TEXTS = ImmutableSet.of("text", "varchar");

  /** A value as the server writes it; a cast would write some types otherwise. */
  private static final String AS_TEXT_BEGIN = "case when pg_catalog.num_nonnulls(";

  private final SqlText text;
  private final Bindings bindings;
  private final FunctionFacts functions;
  private final ExprTypes types;
  private final Collations collations;
  private final Orders orders;

  FoldedGroups(SqlText text, Bindings bindings, FunctionFacts functions, boolean bytewiseDefault) {
    this.text = text;
    this.bindings = bindings;
    this.functions = functions;
    this.types = new ExprTypes(bindings);
    this.collations = new Collations(bindings);
    this.orders = new Orders(text, bindings, bytewiseDefault);
  }

  /**
   * The folding, where Java can do it.
   *
   * @param keys of the groups
   * @param otherwise how PostgreSQL does it
   */
  Optional<Gathering> gathering(
      BoundQuery statement, BoundSelect select, List<Expr> keys, Gathering otherwise) {
    Query query = statement.syntax().orElseThrow();
    Query.Select syntax = select.syntax();
    boolean both = select.aggregates() && syntax.distinct() != Query.Distinct.NONE;
    Optional<Amounts> amounts = Amounts.of(query);
    if (both || syntax.having().isPresent() || amounts.isEmpty() || !areKeys(keys)) {
      return Optional.empty();
    }
    Columns columns = new Columns(syntax.items().size());
    ImmutableIntArray.Builder texts = ImmutableIntArray.builder();
    keys.forEach(key -> texts.add(columns.addText(key.span())));
    ImmutableList.Builder<FoldedColumn> folded = ImmutableList.builder();
    for (Query.Item item : syntax.items()) {
      Optional<FoldedColumn> column = column(item.value(), keys, columns);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      folded.add(column.get());
    }
    Optional<ImmutableList<Gathering.OrderKey>> order = order(query, statement, syntax);
    return order.map(
        by ->
            new Gathering.Fold(
                text(syntax, columns),
                columns.added.size(),
                folded.build(),
                texts.build(),
                by,
                amounts.get().offset(),
                amounts.get().count(),
                otherwise));
  }

  /** What the shards give in addition. */
  private static final class Columns {
    private final List<List<Object>> added = new ArrayList<>();
    private final int selected;

    Columns(int selected) {
      this.selected = selected;
    }

    int add(List<Object> words) {
      added.add(words);
      return selected + added.size();
    }

    int addText(Span expr) {
      return add(List.of(AS_TEXT_BEGIN, expr, ") = 1 then pg_catalog.concat(", expr, ") end"));
    }
  }

  private boolean areKeys(List<Expr> keys) {
    return keys.stream().allMatch(key -> collations.column(key).filter(this::isKey).isPresent());
  }

  private boolean isKey(Catalog.Column column) {
    // The database's own collation tells texts apart that differ at all, and so do bytes.
    boolean deterministic =
        column.collation().isEmpty() || column.order() == Catalog.Order.BYTEWISE;
    return EQUAL_AS_TEXT.contains(column.base())
        || (TEXTS.contains(column.base()) && deterministic);
  }

  private Optional<FoldedColumn> column(Expr expr, List<Expr> keys, Columns columns) {
    for (int i = 0; i < keys.size(); i++) {
      if (bindings.attribute(expr).isPresent()
          && bindings.attribute(expr).equals(bindings.attribute(keys.get(i)))) {
        return Optional.of(new FoldedColumn.Key(columns.selected + i + 1));
      }
    }
    return expr instanceof Expr.Call call && functions.isAggregate(call)
        ? aggregate(call, columns)
        : Optional.empty();
  }

  /** Of those that shards may compute, each for its rows. */
  private Optional<FoldedColumn> aggregate(Expr.Call call, Columns columns) {
    return switch (call.last()) {
      case "count" -> Optional.of(new FoldedColumn.Sum());
      case "sum" -> types.of(call.arguments().get(0)).flatMap(FoldedGroups::sum);
      case "avg" ->
          Optional.of(
              new FoldedColumn.Average(
                  columns.add(PartialAggregates.words(call, "sum", "::numeric")),
                  columns.add(PartialAggregates.words(call, "count", ""))));
      case "min", "max" -> extreme(call, columns);
      case "bool_and", "every" -> Optional.of(new FoldedColumn.Truth(true));
      case "bool_or" -> Optional.of(new FoldedColumn.Truth(false));
      default -> Optional.empty();
    };
  }

  private static Optional<FoldedColumn> sum(String type) {
    return PartialAggregates.sumOf(type)
        .map(sum -> sum.equals("int8") ? new FoldedColumn.Sum() : new FoldedColumn.NumericSum());
  }

  private Optional<FoldedColumn> extreme(Expr.Call call, Columns columns) {
    Expr of = call.arguments().get(0);
    boolean bytewise = orders.isBytewise(of);
    boolean ordered =
        types.of(of).isPresent()
            || collations
                .column(of)
                .filter(c -> ORDERED.contains(c.base()) || (bytewise && TEXTS.contains(c.base())))
                .isPresent();
    return ordered
        ? Optional.of(
            new FoldedColumn.Extreme(
                columns.addText(call.span()), call.last().equals("max"), bytewise))
        : Optional.empty();
  }

  /** The order, if it is one of what is selected, and Java's too. */
  private Optional<ImmutableList<Gathering.OrderKey>> order(
      Query query, BoundQuery statement, Query.Select syntax) {
    ImmutableList.Builder<Gathering.OrderKey> order = ImmutableList.builder();
    for (Expr.Sort sort : query.orderBy()) {
      Optional<Gathering.OrderKey> key = orders.selected(sort, statement);
      boolean known =
          key.isPresent()
              && collations
                  .column(syntax.items().get(key.get().column() - 1).value())
                  .filter(c -> TEXTS.contains(c.base()) && !key.get().bytewise())
                  .isEmpty();
      if (!known) {
        return Optional.empty();
      }
      order.add(key.get());
    }
    return Optional.of(order.build());
  }

  private ShardText text(Query.Select syntax, Columns columns) {
    Pieces pieces = new Pieces(text).add(new Span(text.all().from(), syntax.listEnd()));
    for (List<Object> words : columns.added) {
      PartialAggregates.addTo(pieces.add(", "), words);
    }
    pieces.add(" ").add(new Span(syntax.listEnd(), syntax.rowsEnd()));
    String separator = " GROUP BY ";
    for (Expr key : syntax.grouping().keys()) {
      pieces.add(separator).add(key.span());
      separator = ", ";
    }
    return pieces.build();
  }
}
