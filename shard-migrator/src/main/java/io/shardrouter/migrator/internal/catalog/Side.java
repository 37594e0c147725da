package io.shardrouter.migrator.internal.catalog;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One of the two shards of a move, with all that its rooms of objections look at.
 *
 * @param word "source" or "target"
 * @param connection to the shard
 * @param catalog the group there
 * @param options by the names of this shard
 * @param role the one that reads and deletes the rows, or takes them in
 * @param session the role of the connection
 */
record Side(
    String word,
    Connection connection,
    GroupCatalog catalog,
    Options.Resolved options,
    MovingRole role,
    MovingRole session) {

  static Side source(Connection connection, GroupCatalog catalog, Options options)
      throws SQLException {
    MovingRole session = MovingRole.current(connection);
    return new Side("source", connection, catalog, options.on(connection), session, session);
  }

  static Side target(Connection connection, GroupCatalog catalog, Options options)
      throws SQLException {
    return new Side(
        "target",
        connection,
        catalog,
        options.on(connection),
        MovingRole.adopting(connection),
        MovingRole.current(connection));
  }

  boolean isTarget() {
    return word.equals("target");
  }

  /** How a message begins. */
  String prefix() {
    return word + " shard " + catalog.shard() + ": ";
  }
}
