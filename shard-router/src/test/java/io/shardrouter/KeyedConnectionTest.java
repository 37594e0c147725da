package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyedConnectionTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(4);
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void rowsGoToTheShardThatTheClassicFunctionNames() throws SQLException {
    for (String id : new String[] {"alice", "Alice", "42", "müller"}) {
      ShardKey key = ShardKey.of("user", id);
      try (Connection connection = router.getConnection(key);
          PreparedStatement insert =
              connection.prepareStatement("insert into users (id, name) values (?, ?)")) {
        insert.setString(1, id);
        insert.setString(2, "n");
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(cluster.ask(2, "select string_agg(id, ',' order by id) from users"))
        .isEqualTo("alice");
    assertThat(cluster.ask(0, "select string_agg(id, ',' order by id) from users")).isEqualTo("42");
  }

  @Test
  void aStaleRouterFollowsAMovedKeyUnseen() throws SQLException {
    ShardedDataSource stale = cluster.router();
    int slot = stale.route(ShardKey.of("user", "user-1")).slot();
    cluster.moveUser("user-1", slot, 3, 1, 1);
    try (Connection connection = stale.getConnection(ShardKey.of("user", "user-1"));
        PreparedStatement select =
            connection.prepareStatement("select name from users where id = ?")) {
      select.setString(1, "user-1");
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("on 1");
        assertThat(row.next()).isFalse();
      }
    }
    assertThat(stale.route(ShardKey.of("user", "user-1")).shard()).isEqualTo(1);
  }
}
