package io.shardrouter.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A database on a server. */
record Shard(Server server, String database) {

  /** The database that initdb makes, from which others are created and dropped. */
  static final String MAINTENANCE = "postgres";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Creates a database under a name that this JVM has not used yet. */
  static Shard create(Server server, String options) {
    Shard shard = new Shard(server, "shard_" + NUMBERS.incrementAndGet());
    shard.maintain("create database " + shard.database + " " + options);
    return shard;
  }

  /** Drops the database and ends the sessions in it. */
  void drop() {
    maintain("drop database if exists " + database + " with (force)");
  }

  private void maintain(String sql) {
    try (Connection connection = server.connect(MAINTENANCE);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + " failed on port " + server.port(), e);
    }
  }
}
