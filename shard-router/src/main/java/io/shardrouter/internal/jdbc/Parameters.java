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
  private static final int FEW = 4;
  private static final @Nullable Object[] NO_VALUES = {};

  private @Nullable Parameter[] parameters;
  private @Nullable Object[] values;
  private int count;
  private boolean consumable;
  private boolean cleared;
  private @Nullable Map<Integer, Parameter> registrations;

  Parameters() {
    this(new Parameter[FEW], NO_VALUES, 0, false);
  }

  private Parameters(
      @Nullable Parameter[] parameters, @Nullable Object[] values, int count, boolean consumable) {
    this.parameters = parameters;
    this.values = values;
    this.count = count;
    this.consumable = consumable;
  }

  /** As they are now, whatever is set afterwards. */
  Parameters copy() {
    Parameters copy =
        new Parameters(
            Arrays.copyOf(parameters, count),
            values.length == 0 ? NO_VALUES : Arrays.copyOf(values, values.length),
            count,
            consumable);
    copy.cleared = cleared;
    copy.registrations = registrations == null ? null : new HashMap<>(registrations);
    return copy;
  }

  void set(int index, Parameter parameter) throws SQLException {
    if (index < 1) {
      throw new SQLException("a parameter's index begins at 1: " + index, "22023");
    }
    if (index > parameters.length) {
      parameters = Arrays.copyOf(parameters, Math.max(index, 2 * parameters.length));
    }
    parameters[index - 1] = parameter;
    count = Math.max(count, index);
  }

  /** Keeps what makes a parameter one that a call gives back; it may have a value too. */
  void register(int index, Parameter registration) throws SQLException {
    @Nullable Parameter given = index < 1 || index > count ? null : parameters[index - 1];
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
    if (index > values.length) {
      values = Arrays.copyOf(values, Math.max(index, FEW));
    }
    values[index - 1] = value;
  }

  void markConsumable() {
    consumable = true;
  }

  /** Whether one of them can be bound only once: a stream. */
  boolean isConsumable() {
    return consumable;
  }

  void clear() {
    Arrays.fill(parameters, null);
    Arrays.fill(values, null);
    count = 0;
    consumable = false;
    cleared = true;
    registrations = null;
  }

  /**
   * Binds these and no others. What was bound for an earlier execution is cleared only where the
   * caller cleared it: the driver keeps the types of before for NULLs that have none, and so need
   * not prepare the statement anew.
   */
  void bindTo(PreparedStatement physical, int offset) throws SQLException {
    if (cleared) {
      physical.clearParameters();
    }
    if (registrations != null) {
      for (Map.Entry<Integer, Parameter> each : registrations.entrySet()) {
        each.getValue().bind(physical, each.getKey() + offset);
      }
    }
    for (int i = 1; i <= count; i++) {
      bind(physical, i + offset, i);
    }
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
    return index > values.length ? null : values[index - 1];
  }

  @Override
  public void bind(PreparedStatement statement, int at, int index) throws SQLException {
    parameter(index).bind(statement, at);
  }

  private Parameter parameter(int index) throws SQLException {
    Parameter parameter = index > count ? null : parameters[index - 1];
    if (parameter == null) {
      throw unset(index);
    }
    return parameter;
  }

  private static SQLException unset(int index) {
    return new SQLException("No value specified for parameter " + index + ".", "22023");
  }
}
