package io.shardrouter.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * What a caller asked of a statement's result sets, by the constants of {@link ResultSet}.
 *
 * @param type scrollable or not
 * @param concurrency updatable or not
 * @param holdability over commits or not
 */
record Cursor(int type, int concurrency, int holdability)
    implements KeyedPreparedStatement.Preparation {
  /** The driver's own defaults. */
  static final Cursor DEFAULT =
      new Cursor(
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.CONCUR_READ_ONLY,
          ResultSet.CLOSE_CURSORS_AT_COMMIT);

  /**
   * As a caller asks for it.
   *
   * @throws SQLException {@code 22023} where a constant is none of {@link ResultSet}'s
   */
  static Cursor of(int type, int concurrency, int holdability) throws SQLException {
    require(
        "type",
        type,
        ResultSet.TYPE_FORWARD_ONLY,
        ResultSet.TYPE_SCROLL_INSENSITIVE,
        ResultSet.TYPE_SCROLL_SENSITIVE);
    require("concurrency", concurrency, ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE);
    require(
        "holdability",
        holdability,
        ResultSet.HOLD_CURSORS_OVER_COMMIT,
        ResultSet.CLOSE_CURSORS_AT_COMMIT);
    return new Cursor(type, concurrency, holdability);
  }

  private static void require(String what, int value, int... known) throws SQLException {
    if (Arrays.stream(known).noneMatch(each -> each == value)) {
      throw new SQLException("no " + what + " of result sets: " + value, "22023");
    }
  }

  /** Whether rows can be changed through the result set. */
  boolean isUpdatable() {
    return concurrency == ResultSet.CONCUR_UPDATABLE;
  }

  Statement statement(Connection physical) throws SQLException {
    return physical.createStatement(type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepare(Connection physical, String sql) throws SQLException {
    return physical.prepareStatement(sql, type, concurrency, holdability);
  }

  PreparedStatement prepareCall(Connection physical, String sql) throws SQLException {
    return physical.prepareCall(sql, type, concurrency, holdability);
  }
}
