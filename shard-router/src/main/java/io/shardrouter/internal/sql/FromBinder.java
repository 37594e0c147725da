package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Name;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.SqlText;
import io.shardrouter.internal.sql.syntax.Statement;
import io.shardrouter.internal.sql.syntax.UnreadableException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what FROM clauses mention, and what can be named because of it. */
final class FromBinder {
  /** Functions whose only column has the function's name, or the alias. */
  private static final ImmutableSet<String> ONE_COLUMN =
      ImmutableSet.of(
          "generate_series",
          "generate_subscripts",
          "unnest",
          "regexp_split_to_table",
          "string_to_table");

  private final Catalog catalog;
  private final ImmutableList<String> searchPath;
  private final Bindings bindings;
  private final ExpressionBinder expressions;
  private final Binder binder;
  private final Set<Catalog.QualifiedName> opened = new HashSet<>();

  FromBinder(
      Catalog catalog,
      ImmutableList<String> searchPath,
      Bindings bindings,
      ExpressionBinder expressions,
      Binder binder) {
    this.catalog = catalog;
    this.searchPath = searchPath;
    this.bindings = bindings;
    this.expressions = expressions;
    this.binder = binder;
  }

  /** Items that are joined by commas; each sees those before it where it is LATERAL. */
  Names list(List<Query.From> items, Scope outer, Ctes ctes, List<BoundFrom> bound)
      throws RefusalException {
    Names names = Names.NONE;
    for (Query.From item : items) {
      Item next = item(item, outer.inner(names), outer, ctes);
      bound.add(next.bound());
      names = names.and(next.names());
    }
    return names;
  }

  /** A bound item and what can be named because of it. */
  record Item(BoundFrom bound, Names names) {}

  /**
   * Binds one item.
   *
   * @param lateral what LATERAL and functions see
   * @param outer what other queries see
   */
  Item item(Query.From from, Scope lateral, Scope outer, Ctes ctes) throws RefusalException {
    if (from instanceof Query.Join join) {
      return join(join, lateral, outer, ctes);
    }
    Source source;
    if (from instanceof Query.Table table) {
      source = table(table, ctes);
    } else if (from instanceof Query.Derived derived) {
      source = derived(derived, derived.lateral() ? lateral : outer, ctes);
    } else {
      source = functions((Query.Functions) from, lateral, ctes);
    }
    return new Item(new BoundFrom.Leaf(source), Names.of(source));
  }

  private Item join(Query.Join join, Scope lateral, Scope outer, Ctes ctes)
      throws RefusalException {
    Item left = item(join.left(), lateral, outer, ctes);
    Item right = item(join.right(), lateral.with(left.names()), outer, ctes);
    ImmutableList<String> shared = shared(join, left.names(), right.names());
    ImmutableList.Builder<Names.Visible> merged = ImmutableList.builder();
    ImmutableList.Builder<BoundFrom.Pair> pairs = ImmutableList.builder();
    for (String column : shared) {
      Attribute onLeft = merging(column, left.names());
      Attribute onRight = merging(column, right.names());
      bindings.addJoined(onLeft);
      bindings.addJoined(onRight);
      pairs.add(new BoundFrom.Pair(onLeft, onRight));
      merged.add(new Names.Visible(column, merged(join.kind(), onLeft, onRight)));
    }
    Names names = left.names().merged(merged.build(), right.names());
    if (join.on().isPresent()) {
      expressions.bind(join.on().get(), outer.inner(names), ctes);
    }
    BoundFrom bound =
        new BoundFrom.Joined(join.kind(), left.bound(), right.bound(), join.on(), pairs.build());
    return new Item(bound, names);
  }

  private ImmutableList<String> shared(Query.Join join, Names left, Names right)
      throws RefusalException {
    if (!join.natural()) {
      return join.using().stream().map(Name::value).collect(ImmutableList.toImmutableList());
    }
    if (left.open() || right.open()) {
      throw new RefusalException(
          "NATURAL JOIN", "the columns of its sides are not known", "write USING or ON");
    }
    bindings.addNatural();
    Set<String> shared = new LinkedHashSet<>();
    left.columns().forEach(column -> shared.add(column.name()));
    Set<String> there = new HashSet<>();
    right.columns().forEach(column -> there.add(column.name()));
    shared.retainAll(there);
    return ImmutableList.copyOf(shared);
  }

  private static Attribute merging(String column, Names names) throws RefusalException {
    ImmutableList<Reference> found = names.find(column);
    if (found.size() == 1 && found.get(0) instanceof Reference.To to) {
      return to.attribute();
    }
    throw new RefusalException(
        "USING (" + column + ")", "it is not one column of each side", "write ON");
  }

  private static Reference merged(Query.Join.Kind kind, Attribute left, Attribute right) {
    return switch (kind) {
      case INNER, LEFT -> new Reference.To(left);
      case RIGHT -> new Reference.To(right);
      case FULL -> new Reference.Merged(left, right);
    };
  }

  /** A mention of a table, view or query of WITH. */
  private Source table(Query.Table table, Ctes ctes) throws RefusalException {
    ImmutableList<String> renamed =
        table.alias().columns().stream().map(Name::value).collect(ImmutableList.toImmutableList());
    if (table.names().size() == 1) {
      String name = table.names().get(0).value();
      String alias = table.alias().name().map(Name::value).orElse(name);
      Optional<Source> cte = ctes.mention(name, alias, renamed);
      if (cte.isPresent()) {
        bindings.addSource(cte.get());
        return cte.get();
      }
    }
    Source source = known(table, renamed);
    bindings.addTable(source);
    return source;
  }

  /** A table that is written: never a query of WITH. */
  Source target(Query.Table table) throws RefusalException {
    Source source = known(table, ImmutableList.of());
    if (source.place().filter(Catalog.Place.View.class::isInstance).isPresent()) {
      throw new RefusalException(
          "writing through a view", "its table is not looked for", "write to the table itself");
    }
    bindings.addTable(source);
    return source;
  }

  private Source known(Query.Table table, ImmutableList<String> renamed) throws RefusalException {
    Optional<Catalog.Relation> relation = find(table.names());
    if (relation.isEmpty()) {
      return Source.unknown(table);
    }
    ImmutableList<String> columns =
        Ctes.renamed(
            relation.get().columns().stream()
                .map(Catalog.Column::name)
                .collect(ImmutableList.toImmutableList()),
            renamed);
    Optional<BoundQuery> definition =
        relation.get().place() instanceof Catalog.Place.View view
            ? Optional.of(definition(relation.get().name(), view))
            : Optional.empty();
    return Source.table(relation.get(), table, definition, columns);
  }

  private Optional<Catalog.Relation> find(ImmutableList<Name> names) {
    if (names.size() == 2) {
      Catalog.QualifiedName name =
          new Catalog.QualifiedName(names.get(0).value(), names.get(1).value());
      return Optional.ofNullable(catalog.relations().get(name));
    }
    if (names.size() > 2) {
      return Optional.empty();
    }
    Stream<String> schemas =
        searchPath.contains("pg_catalog")
            ? searchPath.stream()
            : Stream.concat(Stream.of("pg_catalog"), searchPath.stream());
    return schemas
        .map(schema -> new Catalog.QualifiedName(schema, names.get(0).value()))
        .flatMap(name -> Optional.ofNullable(catalog.relations().get(name)).stream())
        .findFirst();
  }

  private BoundQuery definition(Catalog.QualifiedName name, Catalog.Place.View view)
      throws RefusalException {
    String clause = "the view " + name.schema() + "." + name.name();
    if (!opened.add(name)) {
      throw new RefusalException(clause, "it is defined by itself", "query its tables");
    }
    try {
      Statement definition = SqlText.of(view.definition()).statement();
      return binder.statement(definition, Scope.TOP, Ctes.NONE);
    } catch (UnreadableException e) {
      throw new RefusalException(
          clause, "its definition cannot be read: " + e.getMessage(), "query its tables");
    } finally {
      opened.remove(name);
    }
  }

  private Source derived(Query.Derived derived, Scope scope, Ctes ctes) throws RefusalException {
    BoundQuery query = binder.query(derived.query(), scope, ctes);
    ImmutableList<String> columns = Binder.rename(query, derived.alias().columns());
    Source source = Source.query(derived.alias().name().map(Name::value), query, columns);
    bindings.addSource(source);
    return source;
  }

  private Source functions(Query.Functions functions, Scope scope, Ctes ctes)
      throws RefusalException {
    expressions.bindAll(functions.calls(), scope, ctes);
    Optional<String> alias = functions.alias().name().map(Name::value);
    Optional<String> function = Optional.empty();
    if (functions.calls().size() == 1 && functions.calls().get(0) instanceof Expr.Call call) {
      function = Optional.of(call.last());
    }
    ImmutableList.Builder<String> columns = ImmutableList.builder();
    functions.alias().columns().forEach(column -> columns.add(column.value()));
    boolean one = function.filter(ONE_COLUMN::contains).isPresent();
    if (one && functions.alias().columns().isEmpty()) {
      columns.add(alias.or(functionName(function)).orElse(""));
    }
    if (one && functions.ordinality() && functions.alias().columns().size() < 2) {
      columns.add("ordinality");
    }
    // An array of rows becomes as many columns as they have.
    boolean unnested = function.filter("unnest"::equals).isPresent();
    boolean open = (!one || unnested) && !functions.typedColumns();
    Source source =
        Source.functions(
            alias.or(functionName(function)), columns.build(), open, functions.calls());
    bindings.addSource(source);
    return source;
  }

  private static java.util.function.Supplier<Optional<String>> functionName(
      Optional<String> function) {
    return () -> function;
  }
}
