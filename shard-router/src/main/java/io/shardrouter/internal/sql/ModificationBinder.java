package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the names of writing statements mean. */
final class ModificationBinder {
  private final Bindings bindings;
  private final ExpressionBinder expressions;
  private final FromBinder from;
  private final Binder binder;

  ModificationBinder(
      Bindings bindings, ExpressionBinder expressions, FromBinder from, Binder binder) {
    this.bindings = bindings;
    this.expressions = expressions;
    this.from = from;
    this.binder = binder;
  }

  BoundQuery modification(Statement.Modification statement, Scope outer, Ctes ctes)
      throws RefusalException {
    Ctes inside = binder.with(statement.with(), statement.recursive(), outer, ctes);
    if (statement instanceof Statement.Insert insert) {
      return insert(insert, outer, inside);
    }
    Source target = from.target(statement.target());
    List<BoundFrom> tables = new ArrayList<>();
    Names names = Names.of(target).and(from.list(sources(statement), outer, inside, tables));
    Scope scope = outer.inner(names);
    if (statement instanceof Statement.Update update) {
      assignments(update.sets(), scope, inside);
      expressions.bindAll(update.where().stream().toList(), scope, inside);
    } else if (statement instanceof Statement.Delete delete) {
      expressions.bindAll(delete.where().stream().toList(), scope, inside);
    } else {
      merge((Statement.Merge) statement, scope, inside);
    }
    return bound(statement, target, tables, Optional.empty(), scope, inside);
  }

  private static List<Query.From> sources(Statement.Modification statement) {
    if (statement instanceof Statement.Update update) {
      return update.from();
    }
    if (statement instanceof Statement.Delete delete) {
      return delete.from();
    }
    return List.of(((Statement.Merge) statement).source());
  }

  private BoundQuery insert(Statement.Insert insert, Scope outer, Ctes ctes)
      throws RefusalException {
    Source target = from.target(insert.target());
    Optional<BoundQuery> rows =
        insert.rows().isPresent()
            ? Optional.of(binder.query(insert.rows().get(), outer, ctes))
            : Optional.empty();
    Source excluded = Source.rows(Optional.of("excluded"), target.columns(), target.open());
    Scope returning = outer.inner(Names.of(target));
    Scope conflict =
        outer.inner(new Names(Names.of(target).columns(), ImmutableList.of(target, excluded)));
    expressions.bindAll(insert.conflictParts(), conflict, ctes);
    assignments(insert.conflictSets(), conflict, ctes);
    return bound(insert, target, List.of(), rows, returning, ctes);
  }

  private void assignments(List<Statement.Assignment> sets, Scope scope, Ctes ctes)
      throws RefusalException {
    for (Statement.Assignment set : sets) {
      expressions.bind(set.value(), scope, ctes);
    }
  }

  private void merge(Statement.Merge merge, Scope scope, Ctes ctes) throws RefusalException {
    expressions.bind(merge.on(), scope, ctes);
    for (Statement.When when : merge.whens()) {
      expressions.bindAll(when.condition().stream().toList(), scope, ctes);
      assignments(when.sets(), scope, ctes);
      expressions.bindAll(when.row(), scope, ctes);
    }
  }

  private BoundQuery bound(
      Statement.Modification statement,
      Source target,
      List<BoundFrom> tables,
      Optional<BoundQuery> rows,
      Scope scope,
      Ctes ctes)
      throws RefusalException {
    for (Query.Item item : statement.returning()) {
      expressions.bind(item.value(), scope, ctes);
    }
    Outputs outputs = Outputs.of(statement.returning(), scope.names(), bindings);
    BoundModification bound =
        new BoundModification(statement, target, ImmutableList.copyOf(tables), rows);
    bindings.add(bound);
    BoundQuery query =
        new BoundQuery(
            Optional.empty(), new BoundQuery.OfModification(bound), outputs.list(), outputs.open());
    bindings.add(query);
    return query;
  }
}
