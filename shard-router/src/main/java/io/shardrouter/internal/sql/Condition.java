package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a condition says of columns where it is true. Each of it is strict: it is true of no NULL.
 *
 * @param fixed columns that are one of some constants
 * @param same columns that are equal
 * @param members columns that are among what a query gives
 */
record Condition(
    ImmutableList<Fixed> fixed, ImmutableList<Same> same, ImmutableList<Member> members) {
  static final Condition NOTHING =
      new Condition(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

  /** {@code column} is one of {@code values}. */
  record Fixed(Attribute column, ImmutableSet<KeyValue> values) {}

  /** Both are equal. */
  record Same(Attribute left, Attribute right) {}

  /** {@code column} is one of the query's first column. */
  record Member(Attribute column, BoundQuery query) {}

  Condition and(Condition other) {
    return new Condition(
        concat(fixed, other.fixed), concat(same, other.same), concat(members, other.members));
  }

  /** What is left where only one of two conditions need be true. */
  Condition or(Condition other) {
    Map<Attribute, ImmutableSet<KeyValue>> mine = byColumn();
    Map<Attribute, ImmutableSet<KeyValue>> others = other.byColumn();
    List<Fixed> both = new ArrayList<>();
    mine.forEach(
        (column, values) -> {
          ImmutableSet<KeyValue> there = others.get(column);
          if (there != null) {
            both.add(
                new Fixed(
                    column, ImmutableSet.<KeyValue>builder().addAll(values).addAll(there).build()));
          }
        });
    return new Condition(ImmutableList.copyOf(both), ImmutableList.of(), ImmutableList.of());
  }

  private Map<Attribute, ImmutableSet<KeyValue>> byColumn() {
    Map<Attribute, ImmutableSet<KeyValue>> byColumn = new LinkedHashMap<>();
    fixed.forEach(
        f -> byColumn.merge(f.column(), f.values(), (a, b) -> a.size() <= b.size() ? a : b));
    return byColumn;
  }

  private static <T> ImmutableList<T> concat(ImmutableList<T> first, ImmutableList<T> second) {
    return ImmutableList.<T>builder().addAll(first).addAll(second).build();
  }
}
