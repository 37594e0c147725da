package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Arguments;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Parameters whose values are given at once. */
public final class GivenValues implements Arguments {
  private final @Nullable Object[] values;

  public GivenValues(@Nullable Object... values) {
    this.values = values.clone();
  }

  @Override
  public @Nullable Object at(int index) throws SQLException {
    if (index > values.length) {
      throw new SQLException("No value specified for parameter " + index + ".", "22023");
    }
    return values[index - 1];
  }

  @Override
  public void bind(PreparedStatement statement, int at, int index) throws SQLException {
    statement.setObject(at, at(index));
  }
}
