package io.shardrouter.internal.plan;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.RefusedException;
import io.shardrouter.internal.plan.Planner.KeyFinder;
import io.shardrouter.internal.plan.Planner.Values;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.routing.ValueRange;
import io.shardrouter.internal.sql.KeyValue;
import io.shardrouter.internal.sql.Keys;
import java.sql.Array;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that one execution of a statement is about. Not thread-safe. */
final class FoundKeys {
  /** Types whose values are compared with keys as they are. */
  private static final ImmutableSet<String> PLAIN =
      ImmutableSet.of(
          "text", "varchar", "int2", "int4", "int8", "numeric", "uuid", "date", "timestamptz");

  private final KeyFinder finder;
  private final Values values;
  private final Set<RoutedKey> keys = new LinkedHashSet<>(4);
  private boolean certain = true;
  private boolean nullWritten;

  FoundKeys(KeyFinder finder, Values values) {
    this.finder = finder;
    this.values = values;
  }

  /** All keys of some constraints. */
  static FoundKeys of(List<Keys.Constraint> constraints, KeyFinder finder, Values values)
      throws SQLException {
    FoundKeys found = new FoundKeys(finder, values);
    for (Keys.Constraint constraint : constraints) {
      boolean written = constraint.of() == Keys.Of.WRITTEN;
      for (KeyValue value : constraint.values()) {
        found.add(constraint.group(), value);
        found.nullWritten |=
            written && value instanceof KeyValue.Parameter && single(value, values) == null;
      }
    }
    return found;
  }

  Set<RoutedKey> keys() {
    return keys;
  }

  /** Whether there are no others; not where a value is no key of its group. */
  boolean areCertain() {
    return certain;
  }

  /** Whether a row would have NULL as its key. */
  boolean isNullWritten() {
    return nullWritten;
  }

  void add(String group, KeyValue value) throws SQLException {
    if (value instanceof KeyValue.Literal literal) {
      addKey(group, literal.value());
    } else if (value instanceof KeyValue.Parameter parameter) {
      addKey(group, values.at(parameter.index()));
    } else if (value instanceof KeyValue.Elements elements) {
      addElements(group, values.at(elements.index()));
    } else if (value instanceof KeyValue.Range range) {
      addRange(group, range);
    }
  }

  private void addElements(String group, @Nullable Object array) throws SQLException {
    if (array instanceof Array sql && !PLAIN.contains(sql.getBaseTypeName())) {
      // Of character(n) or name, PostgreSQL may compare something else than what is there.
      certain = false;
      return;
    }
    Object elements = array instanceof Array sql ? sql.getArray() : array;
    if (elements == null) {
      return;
    }
    if (!elements.getClass().isArray()) {
      certain = false;
      return;
    }
    // Perhaps of primitives.
    for (int i = 0; i < java.lang.reflect.Array.getLength(elements); i++) {
      addKey(group, java.lang.reflect.Array.get(elements, i));
    }
  }

  private void addRange(String group, KeyValue.Range range) throws SQLException {
    Object from = single(range.from(), values);
    Object to = single(range.to(), values);
    if (from == null || to == null) {
      // No row is greater or less than NULL.
      return;
    }
    try {
      Optional<List<RoutedKey>> all =
          finder.between(
              group,
              new ValueRange(range.ofDates(), from, range.fromIncluded(), to, range.toIncluded()));
      certain &= all.isPresent();
      keys.addAll(all.orElse(List.of()));
    } catch (RefusedException e) {
      certain = false;
    }
  }

  private void addKey(String group, @Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      keys.add(finder.find(group, value));
    } catch (RefusedException e) {
      // PostgreSQL may still find rows that compare as equal, or say why it cannot.
      certain = false;
    }
  }

  /** The value of a parameter or a literal; null for any other. */
  static @Nullable Object single(KeyValue value, Values values) throws SQLException {
    if (value instanceof KeyValue.Literal literal) {
      return literal.value();
    }
    return value instanceof KeyValue.Parameter parameter ? values.at(parameter.index()) : null;
  }
}
