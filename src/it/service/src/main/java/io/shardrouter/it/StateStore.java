package io.shardrouter.it;

import io.shardrouter.ScatterResult;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The states of users, each user's on one shard. */
final class StateStore {
  private final ShardedDataSource shards;

  StateStore(ShardedDataSource shards) {
    this.shards = shards;
  }

  /** Adds a user and their first state, or neither. */
  void enrol(String user, String state) throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of("user", user))) {
      connection.setAutoCommit(false);
      update(connection, "insert into users (id) values (?)", user);
      update(
          connection,
          "insert into consciousness_states (user_id, state) values (?, ?)",
          user,
          state);
      connection.commit();
    }
  }

  private static void update(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /** The states of one user, the oldest first. */
  List<String> states(String user) throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of("user", user));
        PreparedStatement select =
            connection.prepareStatement(
                "select state from consciousness_states where user_id = ? order by id")) {
      select.setString(1, user);
      List<String> states = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          states.add(row.getString("state"));
        }
      }
      return states;
    }
  }

  /** How many users there are on all shards. */
  long users() throws SQLException {
    long users = 0;
    try (ScatterResult result = shards.scatter("select count(*) from users")) {
      while (result.next()) {
        users += result.row().getLong(1);
      }
    }
    return users;
  }
}
