package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** With {@code guard: off} a keyed connection is the pool's own, and no move can begin. */
class GuardOffTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(EmbeddedShards.databases(2), b -> b.guard(GuardMode.OFF));
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void keyedConnectionIsThePoolsOwn() throws SQLException {
    try (Connection c = router.getConnection(ShardKey.of("user", "user-1"));
        HikariDataSource hikari = new HikariDataSource()) {
      hikari.setDataSource(router.shardDataSource(1));
      hikari.setMaximumPoolSize(1);
      try (Connection pooled = hikari.getConnection()) {
        assertThat(c.getClass()).isSameAs(pooled.getClass());
      }
      assertThat(c.unwrap(PGConnection.class).getBackendPID()).isPositive();
      try (Statement s = c.createStatement()) {
        s.execute("vacuum users");
      }
    }
  }

  @Test
  void everyConnectionMarksTheShardAsUnguarded() throws SQLException {
    try (Connection c = router.getConnection(ShardKey.of("user", "user-1"));
        Connection mover = cluster.shards().connect(1);
        Statement s = mover.createStatement();
        ResultSet row =
            s.executeQuery("select pg_try_advisory_lock(1397248580, hashtext('unguarded'))")) {
      row.next();
      assertThat(c.isValid(1)).isTrue();
      assertThat(row.getBoolean(1)).isFalse();
    }
  }

  @Test
  void keyOfAScopeWorksWithoutGuardsToo() throws Exception {
    try (Connection c = router.getConnection()) {
      String where =
          ShardScope.call(
              ShardKey.of("user", "user-1"),
              () -> {
                try (Statement s = c.createStatement();
                    ResultSet row = s.executeQuery("select current_database()")) {
                  row.next();
                  return row.getString(1);
                }
              });
      assertThat(where).isEqualTo(cluster.ask(1, "select current_database()"));
    }
  }
}
