package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.Optional;

/**
 * A mention of something in a FROM clause, or of the table that is written: rows under a name. Two
 * mentions are equal only if they are the same one.
 */
final class Source {
  private final Optional<String> alias;
  private final ImmutableList<String> columns;
  private final boolean open;
  private final Optional<Catalog.Relation> relation;
  private final Optional<BoundQuery> query;
  private final Optional<Query.Table> written;
  private final ImmutableList<Expr> calls;

  private Source(
      Optional<String> alias,
      ImmutableList<String> columns,
      boolean open,
      Optional<Catalog.Relation> relation,
      Optional<BoundQuery> query,
      Optional<Query.Table> written,
      ImmutableList<Expr> calls) {
    this.calls = calls;
    this.alias = alias;
    this.columns = columns;
    this.open = open;
    this.relation = relation;
    this.query = query;
    this.written = written;
  }

  /** A table of the catalog. */
  static Source table(
      Catalog.Relation relation,
      Query.Table written,
      Optional<BoundQuery> definition,
      ImmutableList<String> columns) {
    Optional<String> alias =
        Optional.of(written.alias().name().map(n -> n.value()).orElse(relation.name().name()));
    return new Source(
        alias,
        columns,
        false,
        Optional.of(relation),
        definition,
        Optional.of(written),
        ImmutableList.of());
  }

  /** A table that the catalog does not have. */
  static Source unknown(Query.Table written) {
    String last = written.names().get(written.names().size() - 1).value();
    Optional<String> alias = Optional.of(written.alias().name().map(n -> n.value()).orElse(last));
    return new Source(
        alias,
        ImmutableList.of(),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.of(written),
        ImmutableList.of());
  }

  /** Whether it is a table that the catalog does not have. */
  boolean isUnknown() {
    return written.isPresent() && relation.isEmpty() && query.isEmpty();
  }

  /** A query. */
  static Source query(Optional<String> alias, BoundQuery query, ImmutableList<String> columns) {
    return new Source(
        alias,
        columns,
        query.open(),
        Optional.empty(),
        Optional.of(query),
        Optional.empty(),
        ImmutableList.of());
  }

  /** Something else with columns: {@code excluded}, or what a recursive query has given so far. */
  static Source rows(Optional<String> alias, ImmutableList<String> columns, boolean open) {
    return functions(alias, columns, open, ImmutableList.of());
  }

  /** Functions. */
  static Source functions(
      Optional<String> alias,
      ImmutableList<String> columns,
      boolean open,
      ImmutableList<Expr> calls) {
    return new Source(
        alias, columns, open, Optional.empty(), Optional.empty(), Optional.empty(), calls);
  }

  /** By what name its columns are qualified. */
  Optional<String> alias() {
    return alias;
  }

  ImmutableList<String> columns() {
    return columns;
  }

  /** Whether it has columns that are not known. */
  boolean open() {
    return open;
  }

  Optional<Catalog.Relation> relation() {
    return relation;
  }

  /** What it stands for, where it is no table. */
  Optional<BoundQuery> query() {
    return query;
  }

  Optional<Query.Table> written() {
    return written;
  }

  /** Where it is functions: their calls. */
  ImmutableList<Expr> calls() {
    return calls;
  }

  /** Its place, where it is a table of the catalog. */
  Optional<Catalog.Place> place() {
    return relation.map(Catalog.Relation::place);
  }

  /** Where it is sharded: by what. */
  Optional<Catalog.Place.Sharded> sharded() {
    return place()
        .filter(Catalog.Place.Sharded.class::isInstance)
        .map(Catalog.Place.Sharded.class::cast);
  }

  /** The column that is the key. */
  Optional<Attribute> key() {
    return sharded()
        .map(s -> position(s.key()))
        .filter(i -> i >= 0)
        .map(i -> new Attribute(this, i));
  }

  /** Where the catalog's column {@code name} is, whatever it is called here; or -1. */
  int position(String name) {
    ImmutableList<Catalog.Column> all =
        relation.map(Catalog.Relation::columns).orElse(ImmutableList.of());
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The catalog's column behind one of the columns; empty where it is no table's. */
  Optional<Catalog.Column> column(int index) {
    return relation.filter(r -> index < r.columns().size()).map(r -> r.columns().get(index));
  }
}
