package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A connection that was broken off goes back to its pool, which replaces it. */
class AbortTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void abortedConnectionLeavesItsPlaceInThePool() throws SQLException {
    ShardKey key = ShardKey.of("user", "user-1");
    for (int i = 0; i < 6; i++) {
      try (Connection c = router.getConnection(key);
          Statement s = c.createStatement()) {
        s.execute("select 1");
        c.abort(Runnable::run);
        assertThat(c.isClosed()).isTrue();
      }
    }
    try (Connection c = router.getConnection(key);
        Statement s = c.createStatement()) {
      assertThat(s.execute("select 1")).isTrue();
    }
  }
}
