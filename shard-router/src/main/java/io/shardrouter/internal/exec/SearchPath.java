package io.shardrouter.internal.exec;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The search path that a session had before {@link Connection#setSchema}: no pool sets it back
 * unless it is configured with a schema, and then only to that one.
 *
 * @param text as {@code search_path} shows it
 */
record SearchPath(String text) {
  static SearchPath of(Connection physical) throws SQLException {
    try (Statement statement = physical.createStatement();
        ResultSet row = statement.executeQuery("show search_path")) {
      row.next();
      return new SearchPath(row.getString(1));
    }
  }

  /** Sets it for good, on a connection without an open transaction. */
  void restore(Connection physical) throws SQLException {
    // A rollback, which a pool does on what it gets back, would undo it otherwise.
    physical.setAutoCommit(true);
    try (PreparedStatement statement =
        physical.prepareStatement("select pg_catalog.set_config('search_path', ?, false)")) {
      statement.setString(1, text);
      statement.execute();
    }
  }
}
