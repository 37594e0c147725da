package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which columns of a table a statement needs. */
final class UsedColumns {
  private final Bindings bindings;

  UsedColumns(Bindings bindings) {
    this.bindings = bindings;
  }

  /** The positions of the columns that any of {@code mentions}, all of one table, needs. */
  ImmutableList<Integer> of(Catalog.Relation relation, ImmutableList<Source> mentions) {
    int count = relation.columns().size();
    if (bindings.natural() || hasUnresolved() || isStarred(mentions)) {
      return IntStream.range(0, count).boxed().collect(ImmutableList.toImmutableList());
    }
    NavigableSet<Integer> used = new TreeSet<>();
    IntStream.range(0, Math.min(count, renamed(mentions))).forEach(used::add);
    for (Reference reference : bindings.columns().values()) {
      if (reference instanceof Reference.To to) {
        add(to.attribute(), mentions, used);
      } else if (reference instanceof Reference.Merged merged) {
        add(merged.left(), mentions, used);
        add(merged.right(), mentions, used);
      }
    }
    bindings.joined().forEach(column -> add(column, mentions, used));
    if (used.isEmpty()) {
      mentions.get(0).key().ifPresent(key -> used.add(key.index()));
    }
    return ImmutableList.copyOf(used);
  }

  /** A name that is wrong is to be wrong for the same reason afterwards. */
  private boolean hasUnresolved() {
    return bindings.columns().values().stream()
        .anyMatch(r -> r instanceof Reference.Unresolved || r instanceof Reference.Open);
  }

  private boolean isStarred(ImmutableList<Source> mentions) {
    return bindings.stars().values().stream()
        .flatMap(sources -> sources.stream())
        .collect(Collectors.toSet())
        .stream()
        .anyMatch(mentions::contains);
  }

  /** How many columns, from the first on, an alias gives names to: they must be there for that. */
  private static int renamed(ImmutableList<Source> mentions) {
    return mentions.stream()
        .flatMap(mention -> mention.written().stream())
        .mapToInt(written -> written.alias().columns().size())
        .max()
        .orElse(0);
  }

  private static void add(
      Attribute column, ImmutableList<Source> mentions, NavigableSet<Integer> used) {
    if (column.owner() instanceof Source source && mentions.contains(source)) {
      used.add(column.index());
    }
  }
}
