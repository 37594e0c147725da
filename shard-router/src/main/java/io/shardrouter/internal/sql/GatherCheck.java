package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.List;
import java.util.Optional;

/** Why rows of several shards cannot be gathered for a statement. */
final class GatherCheck {
  private static final String ONE_KEY = "fix the key of every table in it with =, or ";

  private final Bindings bindings;
  private final FunctionFacts functions;

  GatherCheck(Bindings bindings, FunctionFacts functions) {
    this.bindings = bindings;
    this.functions = functions;
  }

  /** Why shards cannot answer it, not even each for its own keys; empty where they may. */
  Optional<Refusal> ofShards() {
    return ofTables().or(this::ofSystemColumns).or(this::ofCalls).or(this::ofOperators);
  }

  /** Why rows of its tables cannot be brought to one shard; empty where they can. */
  Optional<Refusal> ofBringing() {
    return ofViews().or(this::ofNames).or(this::ofRows).or(this::ofTypes);
  }

  private static Refusal refused(String clause, String reason) {
    return Refusals.of(clause, reason, ONE_KEY + Refusals.BIND);
  }

  private Optional<Refusal> ofTables() {
    for (Source table : bindings.tables()) {
      String name = table.alias().orElse("");
      if (table.place().filter(Catalog.Place.Local.class::isInstance).isPresent()) {
        return Optional.of(refused("the catalog " + name, "each shard has its own"));
      }
      Query.Table written = table.written().get();
      if (table.sharded().isPresent() && (written.only() || written.sample())) {
        return Optional.of(
            refused(
                written.only() ? "ONLY" : "TABLESAMPLE",
                "it depends on how each shard keeps its rows"));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> ofViews() {
    return bindings.tables().stream()
        .filter(table -> table.place().filter(Catalog.Place.View.class::isInstance).isPresent())
        .map(
            table ->
                Refusals.of(
                    "the view " + table.alias().orElse(""),
                    "rows of several shards do not meet in it",
                    "query its tables"))
        .findFirst();
  }

  /** Rows are brought along under the bare names of their tables. */
  private Optional<Refusal> ofNames() {
    for (Source table : bindings.tables()) {
      if (table.sharded().isPresent()) {
        Catalog.QualifiedName name = table.relation().get().name();
        boolean qualified = table.written().get().names().size() > 1;
        if (isTwice(name) || (qualified && bindings.ctes().contains(name.name()))) {
          return Optional.of(
              refused(name.schema() + "." + name.name(), "something else in it has the same name"));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isTwice(Catalog.QualifiedName name) {
    return bindings.tables().stream()
        .flatMap(table -> table.relation().stream())
        .map(Catalog.Relation::name)
        .anyMatch(other -> other.name().equals(name.name()) && !other.equals(name));
  }

  private Optional<Refusal> ofSystemColumns() {
    return bindings.columns().values().stream()
        .filter(Reference.OfSystem.class::isInstance)
        .map(column -> ((Reference.OfSystem) column).name())
        .map(name -> refused("the column " + name, "each shard has its own values of it"))
        .findFirst();
  }

  private Optional<Refusal> ofRows() {
    for (Reference reference : bindings.columns().values()) {
      if (reference instanceof Reference.WholeRow row && isTable(row.source())) {
        return Optional.of(wholeRow(row.source().alias().orElse("")));
      }
    }
    boolean value =
        bindings.roots().stream()
            .filter(root -> !(root instanceof Expr.Star))
            .flatMap(Expr::walk)
            .anyMatch(Expr.Star.class::isInstance);
    return value ? Optional.of(wholeRow("*")) : Optional.empty();
  }

  private static boolean isTable(Source source) {
    return source.relation().isPresent() || source.query().isPresent();
  }

  private static Refusal wholeRow(String name) {
    return Refusals.of(
        "\"" + name + "\" as a value", "a row does not travel as one value", "name its columns");
  }

  private Optional<Refusal> ofCalls() {
    return bindings.roots().stream()
        .flatMap(Expr::walk)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> !functions.runsOnSeveral(call))
        .map(
            call ->
                refused(
                    call.last() + "(…)",
                    "this function may read what only one shard has, or give another value at every"
                        + " call"))
        .findFirst();
  }

  private Optional<Refusal> ofOperators() {
    return bindings.roots().stream()
        .flatMap(Expr::walk)
        .flatMap(expr -> functions.opaqueOperator(expr).stream())
        .map(name -> refused("the operator " + name, "it may read what only one shard has"))
        .findFirst();
  }

  /** What is the name of something in one database only. */
  private Optional<Refusal> ofTypes() {
    List<String> names =
        bindings.roots().stream()
            .flatMap(Expr::walk)
            .filter(Expr.Cast.class::isInstance)
            .map(cast -> ((Expr.Cast) cast).type().last())
            .filter(type -> type.startsWith("reg") || type.equals("oid"))
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(refused("the type " + names.get(0), "each shard numbers its own objects"));
  }
}
