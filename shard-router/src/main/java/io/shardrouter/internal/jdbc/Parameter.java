package io.shardrouter.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One value given to a logical prepared statement, kept until a physical one is there. */
@FunctionalInterface
interface Parameter {
  /**
   * Gives the value to a physical statement.
   *
   * @param statement the statement that takes the value
   * @param index the parameter's position there, from 1; not always the one the caller used
   */
  void bind(PreparedStatement statement, int index) throws SQLException;
}
