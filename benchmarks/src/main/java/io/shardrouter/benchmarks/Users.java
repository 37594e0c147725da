package io.shardrouter.benchmarks;

import io.shardrouter.strategy.Md5Strategy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** The rows that are selected: users with a name and a balance, each on its shard. */
final class Users {
  static final String SELECT = "select name, balance from users where id = ?";

  private static final long ORDER = 42;

  private final String[] ids;
  private int next;

  /**
   * @param count how many there are
   */
  Users(int count) {
    ids = new Random(ORDER).ints(count, 0, count).mapToObj(Users::id).toArray(String[]::new);
  }

  /** The id of the user {@code number}. */
  static String id(int number) {
    return "user-%06d".formatted(number);
  }

  /** The ids in an order without a pattern, over and over; the same order in every run. */
  String next() {
    String id = ids[next];
    next = next + 1 == ids.length ? 0 : next + 1;
    return id;
  }

  /** Creates the table on all shards and puts every user where MD5 modulo says. */
  static void create(EmbeddedShards shards, int count) throws SQLException {
    shards.executeOnAll("create table users (id text primary key, name text, balance bigint)");
    for (int shard = 0; shard < shards.count(); shard++) {
      try (Connection connection = shards.connect(shard)) {
        connection.setAutoCommit(false);
        insert(connection, shard, shards.count(), count);
        connection.commit();
      }
    }
    shards.executeOnAll("vacuum analyze users");
  }

  private static void insert(Connection connection, int shard, int shards, int count)
      throws SQLException {
    Md5Strategy placement = new Md5Strategy();
    try (PreparedStatement statement =
        connection.prepareStatement("insert into users values (?, ?, ?)")) {
      for (int i = 0; i < count; i++) {
        String id = id(i);
        if (placement.slot(id, shards) == shard) {
          statement.setString(1, id);
          statement.setString(2, "the name of " + id);
          statement.setLong(3, i);
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }
}
