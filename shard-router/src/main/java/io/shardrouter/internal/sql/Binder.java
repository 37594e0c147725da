package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Name;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what the names of a statement mean, as PostgreSQL does. Used once. */
final class Binder {
  private final Bindings bindings = new Bindings();
  private final ExpressionBinder expressions;
  private final FromBinder from;
  private final ModificationBinder modifications;
  private final FunctionFacts functions;

  Binder(Catalog catalog, ImmutableList<String> searchPath) {
    this.functions = new FunctionFacts(catalog);
    this.expressions = new ExpressionBinder(bindings, this, functions);
    this.from = new FromBinder(catalog, searchPath, bindings, expressions, this);
    this.modifications = new ModificationBinder(bindings, expressions, from, this);
  }

  Bindings bindings() {
    return bindings;
  }

  /** Binds a whole statement. */
  BoundQuery bind(Statement statement) throws RefusalException {
    return statement(statement, Scope.TOP, Ctes.NONE);
  }

  /** A query or writing statement. */
  BoundQuery statement(Statement statement, Scope scope, Ctes ctes) throws RefusalException {
    return statement instanceof Query query
        ? query(query, scope, ctes)
        : modifications.modification((Statement.Modification) statement, scope, ctes);
  }

  /** A query inside {@code scope}. */
  BoundQuery query(Query query, Scope scope, Ctes ctes) throws RefusalException {
    Ctes inside = with(query.with(), query.recursive(), scope, ctes);
    BoundQuery bound = body(query, scope, inside);
    bindings.add(query, bound);
    return bound;
  }

  /** What WITH adds. */
  Ctes with(ImmutableList<Query.Cte> with, boolean recursive, Scope scope, Ctes outer)
      throws RefusalException {
    Ctes ctes = outer;
    Set<String> later = new HashSet<>();
    if (recursive) {
      with.forEach(cte -> later.add(cte.name().value()));
    }
    for (Query.Cte cte : with) {
      bindings.addCte(cte.name().value());
      Ctes visible = ctes.hiding(later);
      Optional<Query> selfJoined = recursive ? recursiveUnion(cte) : Optional.empty();
      BoundQuery bound =
          selfJoined.isPresent()
              ? recursive(cte, selfJoined.get(), scope, visible)
              : statement(cte.statement(), scope, visible);
      later.remove(cte.name().value());
      ctes = ctes.plus(cte.name().value(), bound, rename(bound, cte.columns()));
    }
    return ctes;
  }

  /** The union that a query of WITH RECURSIVE is. */
  private static Optional<Query> recursiveUnion(Query.Cte cte) {
    boolean union =
        cte.statement() instanceof Query query
            && query.body() instanceof Query.SetOperation set
            && set.operator() == Query.SetOperation.Operator.UNION;
    return union ? Optional.of((Query) cte.statement()) : Optional.empty();
  }

  private BoundQuery recursive(Query.Cte cte, Query query, Scope scope, Ctes outer)
      throws RefusalException {
    Query.SetOperation set = (Query.SetOperation) query.body();
    Ctes ctes = with(query.with(), query.recursive(), scope, outer);
    BoundQuery left = query(set.left(), scope, ctes);
    Ctes.Self self = new Ctes.Self(rename(left, cte.columns()), new ArrayList<>());
    BoundQuery right = query(set.right(), scope, ctes.plusSelf(cte.name().value(), self));
    ImmutableList<Source> selves = ImmutableList.copyOf(self.mentions());
    BoundQuery.Body body = new BoundQuery.OfSet(set, left, right, selves);
    orderOfSet(query, left.outputs(), scope);
    limit(query, scope, ctes);
    BoundQuery bound =
        new BoundQuery(Optional.of(query), body, unionOutputs(left), left.open() || right.open());
    bindings.add(query, bound);
    return bound;
  }

  static ImmutableList<String> rename(BoundQuery query, ImmutableList<Name> names) {
    ImmutableList.Builder<String> columns = ImmutableList.builder();
    for (int i = 0; i < query.outputs().size(); i++) {
      columns.add(i < names.size() ? names.get(i).value() : query.outputs().get(i).name());
    }
    return columns.build();
  }

  private BoundQuery body(Query query, Scope scope, Ctes ctes) throws RefusalException {
    Query.Body body = query.body();
    if (body instanceof Query.Select select) {
      return select(query, select, scope, ctes);
    }
    BoundQuery bound;
    if (body instanceof Query.SetOperation set) {
      BoundQuery left = query(set.left(), scope, ctes);
      BoundQuery right = query(set.right(), scope, ctes);
      bound =
          new BoundQuery(
              Optional.of(query),
              new BoundQuery.OfSet(set, left, right, ImmutableList.of()),
              unionOutputs(left),
              left.open() || right.open());
    } else if (body instanceof Query.Nested nested) {
      BoundQuery inner = query(nested.query(), scope, ctes);
      bound =
          new BoundQuery(
              Optional.of(query), new BoundQuery.OfQuery(inner), unionOutputs(inner), inner.open());
    } else {
      bound = rows(query, (Query.Values) body, scope, ctes);
    }
    orderOfSet(query, bound.outputs(), scope);
    limit(query, scope, ctes);
    return bound;
  }

  private static ImmutableList<BoundQuery.Output> unionOutputs(BoundQuery first) {
    return first.outputs().stream()
        .map(o -> new BoundQuery.Output(o.name(), Optional.empty(), Optional.empty()))
        .collect(ImmutableList.toImmutableList());
  }

  private BoundQuery rows(Query query, Query.Values values, Scope scope, Ctes ctes)
      throws RefusalException {
    ImmutableList.Builder<BoundQuery.Output> outputs = ImmutableList.builder();
    for (int i = 0; i < values.rows().get(0).size(); i++) {
      outputs.add(new BoundQuery.Output("column" + (i + 1), Optional.empty(), Optional.empty()));
    }
    for (ImmutableList<Expr> row : values.rows()) {
      expressions.bindAll(row, scope, ctes);
    }
    return new BoundQuery(
        Optional.of(query), new BoundQuery.OfRows(values.rows()), outputs.build(), false);
  }

  private void limit(Query query, Scope scope, Ctes ctes) throws RefusalException {
    if (query.limit().isPresent()) {
      Query.Limit limit = query.limit().get();
      expressions.bindAll(limit.count().stream().toList(), scope, ctes);
      expressions.bindAll(limit.offset().stream().toList(), scope, ctes);
    }
  }

  /** Behind a set operation only its columns can be named. */
  private void orderOfSet(Query query, ImmutableList<BoundQuery.Output> outputs, Scope scope)
      throws RefusalException {
    for (Expr.Sort sort : query.orderBy()) {
      boolean label = expressions.label(sort.key(), outputs);
      if (!label) {
        expressions.bind(sort.key(), scope, Ctes.NONE);
      }
    }
  }

  private BoundQuery select(Query query, Query.Select select, Scope scope, Ctes ctes)
      throws RefusalException {
    List<BoundFrom> tables = new ArrayList<>();
    Names names = from.list(select.from(), scope, ctes, tables);
    Scope inside = scope.inner(names);
    for (Query.Item item : select.items()) {
      expressions.bind(item.value(), inside, ctes);
    }
    Outputs outputs = Outputs.of(select.items(), names, bindings);
    expressions.bindAll(select.where().stream().toList(), inside, ctes);
    expressions.bindAll(select.having().stream().toList(), inside, ctes);
    for (Expr key : select.grouping().keys()) {
      groupingKey(key, outputs, inside, ctes);
    }
    for (Query.NamedWindow window : select.windows()) {
      expressions.bindAll(window.window().parts().toList(), inside, ctes);
    }
    for (Expr key : select.distinctOn()) {
      sortKey(key, outputs, inside, ctes);
    }
    for (Expr.Sort sort : query.orderBy()) {
      sortKey(sort.key(), outputs, inside, ctes);
    }
    limit(query, scope, ctes);
    BoundSelect bound =
        new BoundSelect(
            select,
            ImmutableList.copyOf(tables),
            outputs.list(),
            functions.aggregates(select, query.orderBy()),
            functions.windows(select, query.orderBy()));
    return new BoundQuery(
        Optional.of(query), new BoundQuery.OfSelect(bound), outputs.list(), outputs.open());
  }

  /** Prefers what is selected, as ORDER BY does. */
  private void sortKey(Expr key, Outputs outputs, Scope scope, Ctes ctes) throws RefusalException {
    if (!expressions.label(key, outputs.list())) {
      expressions.bind(key, scope, ctes);
    }
  }

  /** Prefers columns of the FROM clause, as GROUP BY does. */
  private void groupingKey(Expr key, Outputs outputs, Scope scope, Ctes ctes)
      throws RefusalException {
    boolean column =
        key instanceof Expr.Column named
            && named.names().size() == 1
            && !scope.names().find(named.last()).isEmpty();
    if (column || !expressions.label(key, outputs.list())) {
      expressions.bind(key, scope, ctes);
    }
  }
}
