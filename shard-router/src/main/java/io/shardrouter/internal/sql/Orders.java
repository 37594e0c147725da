package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.List;
import java.util.Optional;

/** By which columns of the shards' rows an ORDER BY can be merged. */
final class Orders {
  private final SqlText text;
  private final Bindings bindings;
  private final boolean bytewiseDefault;

  Orders(SqlText text, Bindings bindings, boolean bytewiseDefault) {
    this.text = text;
    this.bindings = bindings;
    this.bytewiseDefault = bytewiseDefault;
  }

  /** A key that is selected anyway. */
  Optional<Gathering.OrderKey> selected(Expr.Sort sort, BoundQuery query) {
    if (sort.direction() == Expr.Direction.USING || !isCounted(query)) {
      return Optional.empty();
    }
    return SelectedColumns.index(sort.key(), query.outputs())
        .or(() -> same(sort.key(), query.outputs()))
        .map(i -> key(sort, i + 1, isBytewise(query, i)));
  }

  /** Whether a key can be selected in addition. */
  boolean canHide(Expr.Sort sort, BoundQuery query) {
    return query.body() instanceof BoundQuery.OfSelect of
        && of.select().syntax().distinct() != Query.Distinct.ROWS
        && of.select().syntax().listEnd() > 0
        && !of.select().syntax().items().isEmpty()
        && isCounted(query)
        && sort.direction() != Expr.Direction.USING
        && !(sort.key() instanceof Expr.Constant);
  }

  /** A key that is selected in addition, as the column {@code column}. */
  Gathering.OrderKey hidden(Expr.Sort sort, int column) {
    return key(sort, column, isBytewise(sort.key()));
  }

  private static Gathering.OrderKey key(Expr.Sort sort, int column, boolean bytewise) {
    boolean descending = sort.direction() == Expr.Direction.DESCENDING;
    boolean nullsFirst =
        switch (sort.nulls()) {
          case DEFAULT -> descending;
          case FIRST -> true;
          case LAST -> false;
        };
    return new Gathering.OrderKey(column, descending, nullsFirst, bytewise);
  }

  /** Whether it is known how many columns there are. */
  private boolean isCounted(BoundQuery query) {
    if (query.body() instanceof BoundQuery.OfSelect of) {
      return of.select().syntax().items().stream()
          .map(Query.Item::value)
          .filter(Expr.Star.class::isInstance)
          .flatMap(star -> bindings.sources((Expr.Star) star).stream())
          .noneMatch(Source::open);
    }
    if (query.body() instanceof BoundQuery.OfSet set) {
      return isCounted(set.left());
    }
    return !query.open();
  }

  /** The index of what is selected in the same words. */
  private Optional<Integer> same(Expr key, List<BoundQuery.Output> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      BoundQuery.Output output = outputs.get(i);
      boolean column =
          output.attribute().isPresent() && output.attribute().equals(bindings.attribute(key));
      boolean words =
          output
              .expr()
              .filter(e -> text.means(e.span()).equals(text.means(key.span())))
              .isPresent();
      if (column || (words && bindings.attribute(key).isEmpty())) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private boolean isBytewise(BoundQuery query, int index) {
    if (query.body() instanceof BoundQuery.OfSet set) {
      return isBytewise(set.left(), index) && isBytewise(set.right(), index);
    }
    if (query.body() instanceof BoundQuery.OfQuery nested) {
      return isBytewise(nested.query(), index);
    }
    if (!(query.body() instanceof BoundQuery.OfSelect) || index >= query.outputs().size()) {
      return false;
    }
    BoundQuery.Output output = query.outputs().get(index);
    return output.attribute().isPresent()
        ? isBytewise(output.attribute().get())
        : output.expr().filter(this::isBytewise).isPresent();
  }

  /** Whether an expression, if it is text, is ordered by its bytes. */
  boolean isBytewise(Expr expr) {
    Optional<Attribute> column = bindings.attribute(expr);
    if (column.isPresent()) {
      return isBytewise(column.get());
    }
    return bytewiseDefault && expr.walk().allMatch(this::keepsDefault);
  }

  private boolean keepsDefault(Expr expr) {
    if (expr instanceof Expr.Column) {
      return bindings.attribute(expr).filter(this::isBytewise).isPresent();
    }
    return !(expr instanceof Expr.Collated)
        && !(expr instanceof Expr.Star)
        && !(expr instanceof Expr.Field)
        && expr.inner().isEmpty()
        && !(expr instanceof Expr.Cast cast && Family.of(cast.type()).isEmpty() && isText(cast));
  }

  private static boolean isText(Expr.Cast cast) {
    String type = Labels.TYPES.getOrDefault(cast.type().last(), cast.type().last());
    return !List.of("numeric", "float8", "float4", "bool", "timestamp", "time", "interval")
        .contains(type);
  }

  /** Whether a column, if it is text, is ordered by its bytes. */
  private boolean isBytewise(Attribute column) {
    if (column.owner() instanceof Source source) {
      if (source.relation().isPresent()) {
        return source.column(column.index()).filter(Orders::isBytewise).isPresent();
      }
      return source.query().filter(q -> isBytewise(q, column.index())).isPresent();
    }
    return isBytewise((BoundQuery) column.owner(), column.index());
  }

  private static boolean isBytewise(Catalog.Column column) {
    return column.order() != Catalog.Order.LINGUISTIC && !column.base().equals("bpchar");
  }
}
