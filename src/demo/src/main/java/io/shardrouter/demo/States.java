package io.shardrouter.demo;

import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Appending to {@code consciousness_states}. */
final class States {
  private States() {}

  /** Appends a state in autocommit; the guard travels with it in one round trip. */
  static void append(ShardedDataSource router, String user, String state) throws SQLException {
    try (Connection connection = router.getConnection(Person.keyOf(user));
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into consciousness_states (user_id, state) values (?, ?)")) {
      insert.setString(1, user);
      insert.setString(2, state);
      insert.executeUpdate();
    }
  }
}
