package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which key a transaction has on a connection that was opened without one. */
class TransactionKeyTest {
  /** On shard 0. */
  private static final ShardKey ALICE = ShardKey.of("user", "alice");

  /** On shard 1. */
  private static final ShardKey USER_1 = ShardKey.of("user", "user-1");

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String where(Statement s) throws SQLException {
    try (ResultSet row = s.executeQuery("select current_database()")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void commitByTextEndsTheKeyOfTheTransaction() throws Exception {
    try (ShardedDataSource router = cluster.router();
        Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      c.setShardingKey(ALICE);
      where(s);
      s.execute("commit");
      assertThat(ShardScope.call(USER_1, () -> where(s)))
          .isEqualTo(cluster.ask(1, "select current_database()"));
      c.rollback();
    }
  }

  @Test
  void catalogQueryBindsNoTransactionToItsShardWithoutGuards() throws Exception {
    ShardRouterConfigBuilder off = TestCluster.config(cluster.shards()).guard(GuardMode.OFF);
    cluster.install(off.build());
    try (ShardedDataSource router = ShardedDataSource.open(off.build());
        Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      try (ResultSet tables = c.getMetaData().getTables(null, null, "users", null)) {
        assertThat(tables.next()).isTrue();
      }
      try (Statement s = c.createStatement()) {
        assertThat(ShardScope.call(USER_1, () -> where(s)))
            .isEqualTo(cluster.ask(1, "select current_database()"));
      }
      c.rollback();
    } finally {
      cluster.install(cluster.config());
    }
  }
}
