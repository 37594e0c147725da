package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Arguments;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller has set on a prepared statement, kept so that it can be bound to whichever physical
 * statement runs. Not thread-safe.
 */
final class Parameters implements Arguments {
  /** Parameters for which there is room from the start. */
  private static final int FEW = 2;

  /** For each parameter what binds it, a {@link Parameter}, and the value to find a key in. */
  private @Nullable Object[] pairs;

  private int count;
  private boolean consumable;
  private boolean cleared;
  private @Nullable Map<Integer, Parameter> registrations;

  Parameters() {
    this(new @Nullable Object[2 * FEW], 0, false);
  }

  private Parameters(@Nullable Object[] pairs, int count, boolean consumable) {
    this.pairs = pairs;
    this.count = count;
    this.consumable = consumable;
  }

  /** As they are now, whatever is set afterwards. */
  Parameters copy() {
    Parameters copy = new Parameters(Arrays.copyOf(pairs, 2 * count), count, consumable);
    copy.cleared = cleared;
    copy.registrations = registrations == null ? null : new HashMap<>(registrations);
    return copy;
  }

  void set(int index, Parameter parameter) throws SQLException {
    if (index < 1) {
      throw new SQLException("a parameter's index begins at 1: " + index, "22023");
    }
    makeRoom(index);
    pairs[2 * index - 2] = parameter;
    count = Math.max(count, index);
  }

  private void makeRoom(int index) {
    if (2 * index > pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * Math.max(index, pairs.length));
    }
  }

  private @Nullable Parameter given(int index) {
    return index > count ? null : (Parameter) pairs[2 * index - 2];
  }

  /** Keeps what makes a parameter one that a call gives back; it may have a value too. */
  void register(int index, Parameter registration) throws SQLException {
    Parameter given = index < 1 ? null : given(index);
    set(index, given == null ? (statement, at) -> {} : given);
    if (registrations == null) {
      registrations = new HashMap<>();
    }
    registrations.put(index, registration);
  }

  /** Keeps the value of a parameter that is set, to find a key in it. */
  void keepValue(int index, @Nullable Object value) {
    if (index < 1) {
      return;
    }
    makeRoom(index);
    pairs[2 * index - 1] = value;
  }

  void markConsumable() {
    consumable = true;
  }

  /** Whether one of them can be bound only once: a stream. */
  boolean isConsumable() {
    return consumable;
  }

  void clear() {
    Arrays.fill(pairs, null);
    count = 0;
    consumable = false;
    cleared = true;
    registrations = null;
  }

  /**
   * Binds these and no others. What was bound for an earlier execution is cleared only where the
   * caller cleared it: the driver keeps the types of before for NULLs that have none, and so need
   * not prepare the statement anew.
   *
   * @param before how many of these stand before parameters of the library
   * @param others how many such there are
   */
  void bindTo(PreparedStatement physical, int before, int others) throws SQLException {
    if (cleared) {
      physical.clearParameters();
    }
    if (registrations != null) {
      for (Map.Entry<Integer, Parameter> each : registrations.entrySet()) {
        each.getValue().bind(physical, place(each.getKey(), before, others));
      }
    }
    for (int i = 1; i <= count; i++) {
      bind(physical, place(i, before, others), i);
    }
  }

  private static int place(int index, int before, int others) {
    return index > before ? index + others : index;
  }

  /** Fails unless there are {@code wanted}: the driver would count the guard's own too. */
  void requireCount(int wanted) throws SQLException {
    if (count < wanted) {
      throw unset(count + 1);
    }
    if (count > wanted) {
      throw new SQLException(
          "The column index is out of range: " + count + ", number of columns: " + wanted + ".",
          "22023");
    }
  }

  @Override
  public @Nullable Object at(int index) throws SQLException {
    parameter(index);
    return pairs[2 * index - 1];
  }

  @Override
  public void bind(PreparedStatement statement, int at, int index) throws SQLException {
    parameter(index).bind(statement, at);
  }

  private Parameter parameter(int index) throws SQLException {
    Parameter parameter = given(index);
    if (parameter == null) {
      throw unset(index);
    }
    return parameter;
  }

  private static SQLException unset(int index) {
    return new SQLException("No value specified for parameter " + index + ".", "22023");
  }
}
