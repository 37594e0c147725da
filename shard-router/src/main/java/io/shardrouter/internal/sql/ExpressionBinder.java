package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Name;
import java.util.List;
import java.util.Optional;

/** Finds what the names in expressions mean. */
final class ExpressionBinder {
  private final Bindings bindings;
  private final Binder binder;
  private final FunctionFacts functions;

  ExpressionBinder(Bindings bindings, Binder binder, FunctionFacts functions) {
    this.bindings = bindings;
    this.binder = binder;
    this.functions = functions;
  }

  void bindAll(List<Expr> roots, Scope scope, Ctes ctes) throws RefusalException {
    for (Expr root : roots) {
      bind(root, scope, ctes);
    }
  }

  /** Binds an expression and all inside it. */
  void bind(Expr root, Scope scope, Ctes ctes) throws RefusalException {
    bindings.addRoot(root);
    inside(root, scope, ctes);
  }

  private void inside(Expr expr, Scope scope, Ctes ctes) throws RefusalException {
    if (expr instanceof Expr.Column column) {
      bindings.add(column, scope.resolve(column.names()));
    } else if (expr instanceof Expr.Star star) {
      bindings.add(star, starred(star.qualifier(), scope));
    }
    if (expr.inner().isPresent()) {
      binder.query(expr.inner().get(), scope, ctes);
    }
    for (Expr part : expr.parts()) {
      inside(part, scope, ctes);
    }
    if (expr instanceof Expr.Call call && functions.isAggregate(call) && isOfOuter(call, scope)) {
      bindings.addOuterAggregate();
    }
  }

  /** Whether an aggregate is of columns around its query alone: it folds the rows around, then. */
  private boolean isOfOuter(Expr.Call call, Scope scope) {
    List<Expr.Column> columns =
        call.walk().filter(Expr.Column.class::isInstance).map(Expr.Column.class::cast).toList();
    return !columns.isEmpty()
        && columns.stream().noneMatch(column -> isOf(bindings.reference(column), scope.names()));
  }

  private static boolean isOf(Reference reference, Names names) {
    if (reference instanceof Reference.To to) {
      return names.sources().contains(to.attribute().owner());
    }
    if (reference instanceof Reference.Merged merged) {
      return names.sources().contains(merged.left().owner());
    }
    return reference instanceof Reference.WholeRow row && names.sources().contains(row.source());
  }

  private static List<Source> starred(ImmutableList<Name> qualifier, Scope scope)
      throws RefusalException {
    if (qualifier.isEmpty()) {
      return scope.names().sources();
    }
    Optional<String> schema =
        qualifier.size() == 2 ? Optional.of(qualifier.get(0).value()) : Optional.empty();
    String alias = qualifier.get(qualifier.size() - 1).value();
    Optional<Source> source = scope.find(schema, alias);
    if (source.isEmpty()) {
      throw new RefusalException(
          alias + ".*", "there is no table of this name here", "correct the name");
    }
    return List.of(source.get());
  }

  /** Whether {@code key} is the name of something selected, or its number; it is then bound. */
  boolean label(Expr key, ImmutableList<BoundQuery.Output> outputs) {
    if (key instanceof Expr.Constant) {
      return true;
    }
    boolean label =
        key instanceof Expr.Column column
            && column.names().size() == 1
            && outputs.stream().anyMatch(output -> output.name().equals(column.last()));
    if (label) {
      bindings.add((Expr.Column) key, new Reference.Label());
    }
    return label;
  }
}
