package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets each shard answer a statement for its own keys, and puts the answers together. */
final class Merging {
  private final SqlText text;
  private final Bindings bindings;
  private final FunctionFacts functions;
  private final Orders orders;

  Merging(SqlText text, Bindings bindings, FunctionFacts functions, boolean bytewiseDefault) {
    this.text = text;
    this.bindings = bindings;
    this.functions = functions;
    this.orders = new Orders(text, bindings, bytewiseDefault);
  }

  /**
   * The merge, if it is proven to be exact.
   *
   * @param otherwise what else is exact
   */
  Optional<Gathering> gathering(BoundQuery statement, Gathering otherwise) {
    boolean alike =
        bindings.roots().stream()
            .flatMap(Expr::walk)
            .allMatch(new StableFunctions(functions)::isAlike);
    // What is no column may be a function of the row.
    boolean resolved =
        bindings.columns().values().stream().noneMatch(Reference.Unresolved.class::isInstance);
    boolean direct =
        statement.body() instanceof BoundQuery.OfSelect
            || statement.body() instanceof BoundQuery.OfSet;
    if (!alike || !resolved || !direct || statement.syntax().isEmpty()) {
      return Optional.empty();
    }
    Placement placement = new Placements(bindings, functions).ofStatement(statement);
    Optional<Amounts> amounts = Amounts.of(statement.syntax().get());
    if (!(placement instanceof Placement.Split) || amounts.isEmpty()) {
      return Optional.empty();
    }
    return merge(statement, statement.syntax().get(), amounts.get(), otherwise);
  }

  private Optional<Gathering> merge(
      BoundQuery statement, Query query, Amounts amounts, Gathering otherwise) {
    List<Gathering.OrderKey> keys = new ArrayList<>();
    List<Expr> hidden = new ArrayList<>();
    for (Expr.Sort sort : query.orderBy()) {
      Optional<Gathering.OrderKey> selected = orders.selected(sort, statement);
      if (selected.isPresent()) {
        keys.add(selected.get());
      } else if (orders.canHide(sort, statement)) {
        hidden.add(sort.key());
        keys.add(orders.hidden(sort, statement.outputs().size() + hidden.size()));
      } else {
        return Optional.empty();
      }
    }
    ShardText rows = text(statement, query, amounts, hidden);
    boolean fewer = amounts.count().isPresent() || otherwise instanceof Gathering.Refused;
    Optional<Gathering> sorted =
        fewer && !keys.isEmpty()
            ? new SortedFinish(text, bindings).gathering(statement, rows, hidden, keys)
            : Optional.empty();
    return Optional.of(
        new Gathering.Merge(
            rows,
            hidden.size(),
            ImmutableList.copyOf(keys),
            amounts.offset(),
            amounts.count(),
            sorted.orElse(otherwise)));
  }

  /** The caller's text, with columns to order by, and with rows enough for every offset. */
  private ShardText text(BoundQuery statement, Query query, Amounts amounts, List<Expr> hidden) {
    Span all = text.all();
    Pieces pieces = new Pieces(text);
    int at = all.from();
    if (!hidden.isEmpty()) {
      int listEnd = ((BoundQuery.OfSelect) statement.body()).select().syntax().listEnd();
      pieces.add(new Span(at, listEnd));
      for (int i = 0; i < hidden.size(); i++) {
        pieces.add(", (").add(hidden.get(i).span()).add(") AS shard_router_order_" + (i + 1));
      }
      pieces.add(" ");
      at = listEnd;
    }
    if (amounts.offset().isEmpty() || query.limit().isEmpty()) {
      return pieces.add(new Span(at, all.to())).build();
    }
    Span limit = query.limit().get().span();
    pieces.add(new Span(at, limit.from())).add(" ");
    amounts.addSum(pieces, query.limit().get());
    return pieces.add(" ").add(new Span(limit.to(), all.to())).build();
  }
}
