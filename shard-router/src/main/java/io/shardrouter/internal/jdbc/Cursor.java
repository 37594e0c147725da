package io.shardrouter.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a caller asked of a statement's result sets, by the constants of {@link ResultSet}.
 *
 * @param type scrollable or not
 * @param concurrency updatable or not
 * @param holdability over commits or not
 */
record Cursor(int type, int concurrency, int holdability) {
  /** The driver's own defaults. */
  static final Cursor DEFAULT =
      new Cursor(
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.CONCUR_READ_ONLY,
          ResultSet.CLOSE_CURSORS_AT_COMMIT);

  /** Whether rows can be changed through the result set. */
  boolean isUpdatable() {
    return concurrency == ResultSet.CONCUR_UPDATABLE;
  }

  Statement statement(Connection physical) throws SQLException {
    return physical.createStatement(type, concurrency, holdability);
  }

  PreparedStatement prepare(Connection physical, String sql) throws SQLException {
    return physical.prepareStatement(sql, type, concurrency, holdability);
  }

  PreparedStatement prepareCall(Connection physical, String sql) throws SQLException {
    return physical.prepareCall(sql, type, concurrency, holdability);
  }
}
