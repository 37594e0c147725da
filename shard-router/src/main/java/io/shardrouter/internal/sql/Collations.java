package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import java.util.Optional;

/** By which collations expressions are compared, where that is plain to see. */
final class Collations {
  private static final Collation DEFAULT = new Collation(Optional.empty());

  private final Bindings bindings;

  Collations(Bindings bindings) {
    this.bindings = bindings;
  }

  /**
   * A collation.
   *
   * @param name as it stands in SQL; empty: the type's default, or none at all
   */
  record Collation(Optional<String> name) {}

  /** The collation of {@code expr}; empty where it is not known. */
  Optional<Collation> of(Expr expr) {
    Optional<Attribute> column = bindings.attribute(expr);
    if (column.isPresent()) {
      return of(column.get());
    }
    return expr.walk().allMatch(this::hasDefault) ? Optional.of(DEFAULT) : Optional.empty();
  }

  private boolean hasDefault(Expr expr) {
    if (expr instanceof Expr.Column) {
      return bindings.attribute(expr).flatMap(this::of).filter(DEFAULT::equals).isPresent();
    }
    return !(expr instanceof Expr.Collated)
        && !(expr instanceof Expr.Field)
        && expr.inner().isEmpty();
  }

  private Optional<Collation> of(Attribute column) {
    if (column.owner() instanceof Source source) {
      return source.relation().isPresent()
          ? source.column(column.index()).map(Collations::of)
          : source.query().flatMap(query -> of(query, column.index()));
    }
    return of((BoundQuery) column.owner(), column.index());
  }

  /** The type name brings its own along. */
  private static Collation of(Catalog.Column column) {
    return column.base().equals("name")
        ? new Collation(column.collation().or(() -> Optional.of("\"C\"")))
        : new Collation(column.collation());
  }

  private Optional<Collation> of(BoundQuery query, int index) {
    if (!(query.body() instanceof BoundQuery.OfSelect) || index >= query.outputs().size()) {
      return Optional.empty();
    }
    BoundQuery.Output output = query.outputs().get(index);
    return output.attribute().isPresent()
        ? of(output.attribute().get())
        : output.expr().flatMap(this::of);
  }
}
