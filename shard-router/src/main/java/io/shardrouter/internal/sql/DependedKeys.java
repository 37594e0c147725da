package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mentions of tables that are grouped by their primary key while other columns of them are used as
 * they are: PostgreSQL allows that because it knows the key.
 */
final class DependedKeys {
  private final Bindings bindings;
  private final FunctionFacts functions;
  private final Set<Source> depended = Collections.newSetFromMap(new IdentityHashMap<>());

  DependedKeys(Bindings bindings, FunctionFacts functions) {
    this.bindings = bindings;
    this.functions = functions;
    for (BoundQuery query : bindings.queries()) {
      if (query.body() instanceof BoundQuery.OfSelect of) {
        select(query, of.select());
      }
    }
  }

  boolean isDepended(Source mention) {
    return depended.contains(mention);
  }

  private void select(BoundQuery query, BoundSelect select) {
    if (!select.syntax().grouping().present() || select.syntax().grouping().sets()) {
      return;
    }
    Set<Attribute> grouped = grouped(select);
    List<Source> keyed =
        select.from().stream()
            .flatMap(BoundFrom::sources)
            .filter(source -> isGroupedByKey(source, grouped))
            .toList();
    Set<Source> used = ungrouped(query, select, grouped);
    keyed.stream().filter(used::contains).forEach(depended::add);
  }

  /** The columns by which {@code select} groups, also those that it names by label or number. */
  private Set<Attribute> grouped(BoundSelect select) {
    Set<Attribute> grouped = new HashSet<>();
    for (Expr key : select.syntax().grouping().keys()) {
      bindings
          .attribute(key)
          .or(
              () ->
                  SelectedColumns.find(key, select.outputs()).flatMap(BoundQuery.Output::attribute))
          .ifPresent(grouped::add);
    }
    return grouped;
  }

  private static boolean isGroupedByKey(Source source, Set<Attribute> grouped) {
    ImmutableList<String> key =
        source.relation().map(Catalog.Relation::primaryKey).orElse(ImmutableList.of());
    return source.sharded().isPresent()
        && !key.isEmpty()
        && key.stream().allMatch(c -> grouped.contains(new Attribute(source, source.position(c))));
  }

  /** The mentions of which other columns are used outside of aggregates. */
  private Set<Source> ungrouped(BoundQuery query, BoundSelect select, Set<Attribute> grouped) {
    Set<Source> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Stream<Expr> exprs =
        Stream.of(
                select.syntax().items().stream().map(Query.Item::value),
                select.syntax().having().stream(),
                select.syntax().distinctOn().stream(),
                query.syntax().stream().flatMap(q -> q.orderBy().stream()).map(Expr.Sort::key))
            .flatMap(stream -> stream);
    exprs.forEach(expr -> addUngrouped(expr, grouped, used));
    return used;
  }

  private void addUngrouped(Expr expr, Set<Attribute> grouped, Set<Source> used) {
    if (expr instanceof Expr.Call call && functions.isAggregate(call)) {
      return;
    }
    if (expr instanceof Expr.Star star) {
      used.addAll(bindings.sources(star));
    }
    if (expr.inner().isPresent()) {
      // What a query inside uses of a mention out here counts as used as it is.
      bindings.columns().values().forEach(reference -> addReference(reference, grouped, used));
    }
    if (expr instanceof Expr.Column column) {
      addReference(bindings.reference(column), grouped, used);
    }
    expr.parts().forEach(part -> addUngrouped(part, grouped, used));
  }

  private static void addReference(Reference reference, Set<Attribute> grouped, Set<Source> used) {
    if (reference instanceof Reference.To to
        && to.attribute().owner() instanceof Source source
        && !grouped.contains(to.attribute())) {
      used.add(source);
    }
  }
}
