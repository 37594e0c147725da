package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets each shard fold its rows into groups, of which the statement's groups are made afterwards,
 * in Java where that is exact and else by PostgreSQL: a row for each group of a shard travels, and
 * not all rows.
 */
final class Folding {
  private static final String PARTIAL = "shard_router_partial";

  private final SqlText text;
  private final Bindings bindings;
  private final FunctionFacts functions;
  private final Collations collations;
  private final FoldedGroups groups;

  Folding(SqlText text, Bindings bindings, FunctionFacts functions, boolean bytewiseDefault) {
    this.text = text;
    this.bindings = bindings;
    this.functions = functions;
    this.collations = new Collations(bindings);
    this.groups = new FoldedGroups(text, bindings, functions, bytewiseDefault);
  }

  /** What of a statement is folded. */
  private record Folded(
      Query query,
      BoundSelect select,
      List<Expr> keys,
      List<Gathering.PulledColumn> keyColumns,
      PartialAggregates aggregates) {}

  /** The folding, if it is proven to be exact. */
  Optional<Gathering> gathering(BoundQuery statement) {
    if (!(statement.body() instanceof BoundQuery.OfSelect of) || statement.syntax().isEmpty()) {
      return Optional.empty();
    }
    Query query = statement.syntax().get();
    if (!isFoldable(query, of.select())) {
      return Optional.empty();
    }
    Optional<Placement.Split> rows =
        new Placements(bindings, functions).ofRows(statement, of.select());
    Optional<List<Expr>> keys = keys(of.select());
    if (rows.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    List<Gathering.PulledColumn> columns = new ArrayList<>();
    for (Expr key : keys.get()) {
      Optional<Collations.Collation> collation = collations.of(key);
      if (collation.isEmpty()) {
        return Optional.empty();
      }
      String name = "shard_router_g" + (columns.size() + 1);
      Optional<String> type = collations.column(key).map(Catalog.Column::type);
      columns.add(new Gathering.PulledColumn(name, type, collation.get().name()));
    }
    PartialAggregates aggregates =
        new PartialAggregates(text, bindings, functions, rows.get().keys());
    Optional<Gathering> finish =
        gathering(new Folded(query, of.select(), keys.get(), columns, aggregates));
    return finish.map(
        exact -> groups.gathering(statement, of.select(), keys.get(), exact).orElse(exact));
  }

  private boolean isFoldable(Query query, BoundSelect select) {
    Query.Select syntax = select.syntax();
    boolean folds = select.aggregates() || syntax.distinct() == Query.Distinct.ROWS;
    boolean plain =
        !select.windows()
            && !syntax.grouping().sets()
            && syntax.distinct() != Query.Distinct.ON
            && syntax.listEnd() > 0
            && syntax.windows().isEmpty();
    return folds
        && plain
        && bindings.columns().values().stream().noneMatch(Reference.Unresolved.class::isInstance)
        && bindings.roots().stream()
            .flatMap(Expr::walk)
            .allMatch(new StableFunctions(functions)::isAlike)
        && query.limit().stream()
            .flatMap(limit -> Stream.concat(limit.count().stream(), limit.offset().stream()))
            .flatMap(Expr::walk)
            .allMatch(expr -> expr.inner().isEmpty());
  }

  /** By what the rows are folded; all that is selected where it is DISTINCT alone. */
  private Optional<List<Expr>> keys(BoundSelect select) {
    if (!select.aggregates()) {
      List<Expr> items = select.syntax().items().stream().map(Query.Item::value).toList();
      boolean plain = items.stream().allMatch(this::isKey);
      return plain ? Optional.of(items) : Optional.empty();
    }
    List<Expr> keys = new ArrayList<>();
    for (Expr key : select.syntax().grouping().keys()) {
      Optional<Expr> meant =
          bindings.attribute(key).isPresent()
              ? Optional.of(key)
              : SelectedColumns.find(key, select.outputs())
                  .map(BoundQuery.Output::expr)
                  .orElse(Optional.of(key));
      if (meant.filter(this::isKey).isEmpty()) {
        return Optional.empty();
      }
      keys.add(meant.get());
    }
    return Optional.of(keys);
  }

  /** Whether rows can be grouped by it as they stand; a constant may mean a number. */
  private boolean isKey(Expr key) {
    return collations.keepsLength(key)
        && key.walk().anyMatch(Expr.Column.class::isInstance)
        && key.walk()
            .noneMatch(
                expr ->
                    expr instanceof Expr.Star
                        || expr.inner().isPresent()
                        || (expr instanceof Expr.Call call && functions.isAggregate(call)));
  }

  private Optional<Gathering> gathering(Folded folded) {
    Pieces pieces = new Pieces(text);
    pieces.add("SELECT ");
    if (folded.select().syntax().distinct() == Query.Distinct.ROWS) {
      pieces.add("DISTINCT ");
    }
    boolean exact =
        addItems(pieces, folded) && addHaving(pieces, folded) && addOrder(pieces, folded);
    if (!exact) {
      return Optional.empty();
    }
    folded.query().limit().ifPresent(limit -> pieces.add(" ").add(limit.span()));
    return Optional.of(new Gathering.Finish(ImmutableList.of(pull(folded)), pieces.build()));
  }

  private boolean addItems(Pieces pieces, Folded folded) {
    String separator = "";
    for (Query.Item item : folded.select().syntax().items()) {
      Optional<String> label = item.alias().map(a -> a.value()).or(() -> Labels.of(item.value()));
      if (label.isEmpty() || !addFinal(pieces.add(separator), item.value(), folded)) {
        return false;
      }
      pieces.add(" AS ").add(Quoted.name(label.get()));
      separator = ", ";
    }
    pieces.add(" FROM " + PARTIAL);
    if (!folded.keyColumns().isEmpty() && folded.select().aggregates()) {
      pieces.add(" GROUP BY ").add(names(folded.keyColumns()));
    }
    return true;
  }

  private static String names(List<Gathering.PulledColumn> columns) {
    return String.join(", ", columns.stream().map(Gathering.PulledColumn::name).toList());
  }

  private boolean addHaving(Pieces pieces, Folded folded) {
    Optional<Expr> having = folded.select().syntax().having();
    return having.isEmpty() || addFinal(pieces.add(" HAVING "), having.get(), folded);
  }

  private boolean addOrder(Pieces pieces, Folded folded) {
    String separator = " ORDER BY ";
    for (Expr.Sort sort : folded.query().orderBy()) {
      pieces.add(separator);
      separator = ", ";
      boolean selected = SelectedColumns.index(sort.key(), folded.select().outputs()).isPresent();
      Map<Span, String> edits = new HashMap<>();
      if (!selected && !edit(sort.key(), folded, edits)) {
        return false;
      }
      pieces.add(sort.span(), edits);
    }
    return true;
  }

  /** Adds an expression over groups, made over what the shards give. */
  private boolean addFinal(Pieces pieces, Expr expr, Folded folded) {
    Map<Span, String> edits = new HashMap<>();
    boolean exact = edit(expr, folded, edits);
    if (exact) {
      pieces.add("(").add(expr.span(), edits).add(")");
    }
    return exact;
  }

  private boolean edit(Expr expr, Folded folded, Map<Span, String> edits) {
    for (int i = 0; i < folded.keys().size(); i++) {
      if (isSame(expr, folded.keys().get(i))) {
        edits.put(expr.span(), folded.keyColumns().get(i).name());
        return true;
      }
    }
    if (expr instanceof Expr.Call call && functions.isAggregate(call)) {
      Optional<String> all = folded.aggregates().add(call);
      all.ifPresent(words -> edits.put(expr.span(), words));
      return all.isPresent();
    }
    boolean leaf =
        expr instanceof Expr.Column || expr instanceof Expr.Star || expr instanceof Expr.Field;
    return !leaf
        && expr.inner().isEmpty()
        && expr.parts().stream().allMatch(part -> edit(part, folded, edits));
  }

  private boolean isSame(Expr expr, Expr key) {
    Optional<Attribute> column = bindings.attribute(expr);
    return column.isPresent()
        ? column.equals(bindings.attribute(key))
        : text.means(expr.span()).equals(text.means(key.span()));
  }

  private Gathering.Pull pull(Folded folded) {
    Query.Select syntax = folded.select().syntax();
    if (folded.keys().isEmpty() && folded.aggregates().columns().isEmpty()) {
      folded.aggregates().addOne();
    }
    Pieces pieces = new Pieces(text);
    if (!folded.query().with().isEmpty()) {
      ImmutableList<Query.Cte> with = folded.query().with();
      int end = with.get(with.size() - 1).span().to();
      pieces.add(new Span(folded.query().span().from(), end)).add(" ");
    }
    pieces.add("SELECT ");
    String separator = "";
    for (int i = 0; i < folded.keys().size(); i++) {
      pieces.add(separator).add("(").add(folded.keys().get(i).span());
      pieces.add(") AS ").add(folded.keyColumns().get(i).name());
      separator = ", ";
    }
    for (PartialAggregates.Column column : folded.aggregates().columns()) {
      PartialAggregates.addTo(pieces.add(separator), column.words());
      pieces.add(" AS ").add(column.column().name());
      separator = ", ";
    }
    pieces.add(" ").add(new Span(syntax.listEnd(), syntax.rowsEnd()));
    ImmutableList.Builder<Gathering.PulledColumn> columns = ImmutableList.builder();
    columns.addAll(folded.keyColumns());
    folded.aggregates().columns().forEach(column -> columns.add(column.column()));
    if (!folded.keys().isEmpty()) {
      pieces.add(" GROUP BY 1");
      for (int i = 2; i <= folded.keys().size(); i++) {
        pieces.add(", " + i);
      }
    }
    return new Gathering.Pull(PARTIAL, columns.build(), ImmutableList.of(), pieces.build());
  }
}
