package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Arguments;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Those of a statement that takes none. */
enum NoArguments implements Arguments {
  NONE;

  @Override
  public Object at(int index) throws SQLException {
    throw unset(index);
  }

  @Override
  public void bind(PreparedStatement statement, int at, int index) throws SQLException {
    throw unset(index);
  }

  private static SQLException unset(int index) {
    return new SQLException("No value specified for parameter " + index + ".", "22023");
  }
}
