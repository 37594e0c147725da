package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Name;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the rows that a statement needs of each sharded table to one shard, where the statement
 * itself runs over them.
 */
final class Finishing {
  private final SqlText text;
  private final Bindings bindings;
  private final UsedColumns columns;
  private final Filters filters;
  private final DependedKeys keys;

  Finishing(SqlText text, Bindings bindings, FunctionFacts functions) {
    this.text = text;
    this.bindings = bindings;
    this.columns = new UsedColumns(bindings);
    this.filters = new Filters(bindings, functions);
    this.keys = new DependedKeys(bindings, functions);
  }

  Gathering gathering() {
    Map<Catalog.Relation, ImmutableList<Source>> tables = new LinkedHashMap<>();
    for (Source mention : bindings.tables()) {
      if (mention.sharded().isPresent()) {
        tables.merge(
            mention.relation().get(),
            ImmutableList.of(mention),
            (a, b) -> ImmutableList.<Source>builder().addAll(a).addAll(b).build());
      }
    }
    ImmutableList.Builder<Gathering.Pull> pulls = ImmutableList.builder();
    for (Map.Entry<Catalog.Relation, ImmutableList<Source>> table : tables.entrySet()) {
      boolean depended = table.getValue().stream().anyMatch(keys::isDepended);
      Source mention = table.getValue().get(0);
      if (depended && !keyed(mention)) {
        return new Gathering.Refused(
            Refusals.of(
                "GROUP BY",
                "columns depend on the primary key of "
                    + mention.relation().get().name().name()
                    + ", which is no key over all shards",
                "group by all columns that are selected"));
      }
      pulls.add(pull(table.getKey(), table.getValue(), depended));
    }
    ShardText statement = new Pieces(text).add(text.all(), unqualified()).build();
    return new Gathering.Finish(pulls.build(), statement);
  }

  /** Whether a table's primary key tells its rows apart over all shards. */
  private static boolean keyed(Source mention) {
    Catalog.Relation relation = mention.relation().get();
    return relation.primaryKey().contains(mention.sharded().get().key());
  }

  private Gathering.Pull pull(
      Catalog.Relation relation, ImmutableList<Source> mentions, boolean depended) {
    ImmutableList<Integer> used = columns.of(relation, mentions);
    ImmutableList<Gathering.PulledColumn> pulled =
        used.stream()
            .map(relation.columns()::get)
            .map(c -> new Gathering.PulledColumn(c.name(), Optional.of(c.type()), c.collation()))
            .collect(ImmutableList.toImmutableList());
    Pieces pieces = new Pieces(text);
    pieces.add("SELECT ");
    String separator = "";
    for (Gathering.PulledColumn column : pulled) {
      pieces.add(separator).add(Quoted.name(column.name()));
      separator = ", ";
    }
    pieces.add(" FROM ").add(Quoted.name(relation.name()));
    addFilters(pieces, relation, mentions);
    ImmutableList<String> key = depended ? relation.primaryKey() : ImmutableList.of();
    return new Gathering.Pull(relation.name().name(), pulled, key, pieces.build());
  }

  /** A row is needed if any of the mentions needs it. */
  private void addFilters(
      Pieces pieces, Catalog.Relation relation, ImmutableList<Source> mentions) {
    List<List<Expr>> all = mentions.stream().map(filters::of).toList();
    if (all.stream().anyMatch(List::isEmpty)) {
      return;
    }
    String or = " WHERE ";
    for (List<Expr> ofMention : all) {
      pieces.add(or);
      String and = "";
      for (Expr filter : ofMention) {
        pieces.add(and).add("(").add(filter.span(), bare(filter, relation)).add(")");
        and = " AND ";
      }
      or = " OR ";
    }
  }

  /** The columns of a filter without their qualifiers. */
  private Map<Span, String> bare(Expr filter, Catalog.Relation relation) {
    Map<Span, String> edits = new HashMap<>();
    filter
        .walk()
        .filter(Expr.Column.class::isInstance)
        .forEach(
            column ->
                bindings
                    .attribute(column)
                    .map(a -> relation.columns().get(a.index()).name())
                    .ifPresent(name -> edits.put(column.span(), Quoted.name(name))));
    return edits;
  }

  /** What is qualified by a schema that the rows are no longer in. */
  private Map<Span, String> unqualified() {
    ImmutableMap.Builder<Span, String> edits = ImmutableMap.builder();
    for (Source table : bindings.tables()) {
      ImmutableList<Name> names = table.written().get().names();
      if (table.sharded().isPresent() && names.size() > 1) {
        int last = names.get(names.size() - 1).token();
        edits.put(
            new Span(names.get(0).token(), last + 1),
            Quoted.name(names.get(names.size() - 1).value()));
      }
    }
    for (Map.Entry<Expr.Column, Reference> column : bindings.columns().entrySet()) {
      if (column.getKey().names().size() == 3
          && column.getValue() instanceof Reference.To to
          && to.attribute().owner() instanceof Source source
          && source.sharded().isPresent()) {
        edits.put(schema(column.getKey().names()), "");
      }
    }
    for (Map.Entry<Expr.Star, List<Source>> star : bindings.stars().entrySet()) {
      boolean sharded = star.getValue().stream().anyMatch(s -> s.sharded().isPresent());
      if (star.getKey().qualifier().size() == 2 && sharded) {
        edits.put(schema(star.getKey().qualifier()), "");
      }
    }
    return edits.buildOrThrow();
  }

  /** The schema and the dot behind it. */
  private static Span schema(ImmutableList<Name> names) {
    return new Span(names.get(0).token(), names.get(1).token());
  }
}
