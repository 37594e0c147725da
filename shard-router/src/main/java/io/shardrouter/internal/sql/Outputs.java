package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.List;
import java.util.Optional;

/**
 * The columns that a SELECT or RETURNING gives.
 *
 * @param open whether there are columns, or names of columns, that are not known
 */
record Outputs(ImmutableList<BoundQuery.Output> list, boolean open) {

  /** Those of {@code items}, with their stars replaced by columns. */
  static Outputs of(List<Query.Item> items, Names names, Bindings bindings) {
    ImmutableList.Builder<BoundQuery.Output> outputs = ImmutableList.builder();
    boolean open = false;
    for (Query.Item item : items) {
      if (item.value() instanceof Expr.Star star) {
        for (Names.Visible column : columns(star, names, bindings)) {
          outputs.add(ofStar(column));
        }
        open |= bindings.sources(star).stream().anyMatch(Source::open);
      } else {
        Optional<String> label =
            item.alias().isPresent() ? item.alias().map(a -> a.value()) : Labels.of(item.value());
        open |= label.isEmpty();
        outputs.add(
            new BoundQuery.Output(
                label.orElse(""), Optional.of(item.value()), bindings.attribute(item.value())));
      }
    }
    return new Outputs(outputs.build(), open);
  }

  private static ImmutableList<Names.Visible> columns(
      Expr.Star star, Names names, Bindings bindings) {
    if (star.qualifier().isEmpty()) {
      return names.columns();
    }
    ImmutableList.Builder<Names.Visible> columns = ImmutableList.builder();
    bindings.sources(star).forEach(source -> columns.addAll(Names.of(source).columns()));
    return columns.build();
  }

  private static BoundQuery.Output ofStar(Names.Visible column) {
    Optional<Attribute> attribute =
        column.reference() instanceof Reference.To to
            ? Optional.of(to.attribute())
            : Optional.empty();
    return new BoundQuery.Output(column.name(), Optional.empty(), attribute);
  }
}
