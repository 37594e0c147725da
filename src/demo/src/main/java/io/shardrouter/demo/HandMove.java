package io.shardrouter.demo;

import io.shardrouter.KeyRoute;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Moves a user with plain connections, around every router, as an operator might while nobody
 * writes: it takes no fence, so a service must not do so.
 */
final class HandMove {
  private static final String READ_USER = "select id, name, country from users where id = ?";
  private static final String READ_STATES =
      "select user_id, id, state, entered_at from consciousness_states where user_id = ?";
  private static final String WRITE_USER = "insert into users (id, name, country) values (?, ?, ?)";
  private static final String WRITE_STATES =
      "insert into consciousness_states (user_id, id, state, entered_at) values (?, ?, ?, ?)";
  private static final String PLACE =
      "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch)"
          + " values ('user', 'key', ?, ?, ?, 1)";

  /** Numbers that the target gives from now on must not meet those that came along. */
  private static final String ADVANCE =
      "select setval(pg_get_serial_sequence('consciousness_states', 'id'),"
          + " (select max(id) from consciousness_states))";

  private HandMove() {}

  /** Moves it to {@code target}, at epoch 1; the placement rows tell every router where it went. */
  static void run(EmbeddedShards servers, String user, KeyRoute from, int target)
      throws SQLException {
    try (Connection source = servers.connect(from.shard());
        Connection there = servers.connect(target)) {
      source.setAutoCommit(false);
      there.setAutoCommit(false);
      copy(source, READ_USER, there, WRITE_USER, user);
      copy(source, READ_STATES, there, WRITE_STATES, user);
      run(there, ADVANCE);
      run(there, PLACE, from.slot(), user, target);
      run(source, PLACE, from.slot(), user, target);
      run(source, "delete from consciousness_states where user_id = ?", user);
      run(source, "delete from users where id = ?", user);
      there.commit();
      source.commit();
    }
  }

  private static void copy(
      Connection source, String read, Connection target, String write, String user)
      throws SQLException {
    try (PreparedStatement select = source.prepareStatement(read);
        PreparedStatement insert = target.prepareStatement(write)) {
      select.setString(1, user);
      try (ResultSet rows = select.executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= columns; column++) {
            insert.setObject(column, rows.getObject(column));
          }
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void run(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }
}
