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

  /** The table's column that an expression is as it is; empty where it is something else. */
  Optional<Catalog.Column> column(Expr expr) {
    return bindings.attribute(expr).flatMap(this::column);
  }

  Optional<Catalog.Column> column(Attribute attribute) {
    if (attribute.owner() instanceof Source source) {
      return source.relation().isPresent()
          ? source.column(attribute.index())
          : source.query().flatMap(query -> column(new Attribute(query, attribute.index())));
    }
    BoundQuery query = (BoundQuery) attribute.owner();
    return query.body() instanceof BoundQuery.OfSelect && attribute.index() < query.outputs().size()
        ? query.outputs().get(attribute.index()).attribute().flatMap(this::column)
        : Optional.empty();
  }

  /** Whether an expression is a column, or made of none that is padded to a length. */
  boolean keepsLength(Expr expr) {
    return bindings.attribute(expr).isPresent()
        || expr.walk()
            .flatMap(part -> column(part).stream())
            .noneMatch(column -> column.base().equals("bpchar"));
  }

  private boolean hasDefault(Expr expr) {
    if (expr instanceof Expr.Column) {
      return bindings.attribute(expr).flatMap(this::of).filter(DEFAULT::equals).isPresent();
    }
    return !(expr instanceof Expr.Collated)
        && !(expr instanceof Expr.Field)
        && expr.inner().isEmpty();
  }

  Optional<Collation> of(Attribute column) {
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
