package io.shardrouter.internal.exec;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The parameters of one execution of a caller's statement. */
public interface Arguments {
  /** The value of parameter {@code index}, from 1; null where it is NULL or was not set. */
  @Nullable Object value(int index) throws SQLException;

  /**
   * Gives parameter {@code index} to a physical statement.
   *
   * @param at its position there, from 1
   * @throws SQLException {@code 22023} where the parameter was not set
   */
  void bind(PreparedStatement statement, int at, int index) throws SQLException;
}
