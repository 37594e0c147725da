package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes over the wire: the guard costs no round trip and no plan. */
class WireTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private static TestCluster cluster;
  private static CountingProxy proxy;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.of(1);
    EmbeddedShards shards = cluster.shards();
    shards.execute(
        0, "insert into users (id, name) select 'u' || i, 'n' from generate_series(1, 500) i");
    proxy = CountingProxy.to(shards.url(0));
    ShardRouterConfig direct = cluster.config();
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    builder.shard(
        ShardConfig.of(
            0,
            proxy.url(shards.url(0)),
            shards.username(),
            PasswordSource.fixed(shards.password())));
    direct.groups().values().forEach(builder::group);
    router = cluster.router(builder.pool(direct.pool()).build());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    proxy.close();
  }

  @Test
  void keyedAutocommitStatementIsOneRoundTripGuardIncluded() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      for (int i = 0; i < 12; i++) {
        long before = proxy.roundTrips();
        assertThat(select(c, "u1")).isEqualTo("n");
        assertThat(proxy.roundTrips() - before).as("execution " + i).isEqualTo(1);
      }
    }
  }

  @Test
  void plainStatementIsOneRoundTripToo() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      long before = proxy.roundTrips();
      s.executeUpdate("update users set name = 'n' where id = 'u1'");
      assertThat(proxy.roundTrips() - before).isEqualTo(1);
    }
  }

  @Test
  void firstStatementOfATransactionIsOneRoundTripWithBeginAndGuard() throws SQLException {
    for (int isolation :
        new int[] {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ}) {
      try (Connection c = router.getConnection(KEY)) {
        c.setTransactionIsolation(isolation);
        c.setAutoCommit(false);
        for (int i = 0; i < 7; i++) {
          long before = proxy.roundTrips();
          assertThat(select(c, "u1")).isEqualTo("n");
          assertThat(proxy.roundTrips() - before).as("first statement").isEqualTo(1);
          assertThat(select(c, "u1")).isEqualTo("n");
          assertThat(proxy.roundTrips() - before).as("second statement").isEqualTo(2);
          c.commit();
          assertThat(proxy.roundTrips() - before).as("commit").isEqualTo(3);
        }
      }
    }
  }

  @Test
  void plansArePreparedOnTheServerAfterTheDriversThreshold() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      for (int i = 0; i < 10; i++) {
        select(c, "u1");
      }
      long parses = proxy.parses();
      long binds = proxy.binds();
      for (int i = 0; i < 10; i++) {
        select(c, "u1");
      }
      assertThat(proxy.parses() - parses).as("parses").isZero();
      assertThat(proxy.binds() - binds).as("binds: no guard of its own").isEqualTo(10);
    }
  }

  @Test
  void guardIsPreparedOnTheServerToo() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("update users set name = 'n' where id = ?")) {
      s.setString(1, "u1");
      for (int i = 0; i < 10; i++) {
        s.executeUpdate();
      }
      long parses = proxy.parses();
      long binds = proxy.binds();
      for (int i = 0; i < 10; i++) {
        s.executeUpdate();
      }
      assertThat(proxy.parses() - parses).as("parses").isZero();
      assertThat(proxy.binds() - binds).as("binds: guard and statement").isEqualTo(20);
    }
  }

  @Test
  void rowsAreStreamedBehindTheGuard() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("select id from users")) {
      c.setAutoCommit(false);
      for (int fetchSize : new int[] {1, 100}) {
        s.setFetchSize(fetchSize);
        long before = proxy.roundTrips();
        int rows = 0;
        try (ResultSet row = s.executeQuery()) {
          while (row.next()) {
            rows++;
          }
        }
        assertThat(rows).isEqualTo(500);
        assertThat(proxy.roundTrips() - before)
            .as("portal with fetch size " + fetchSize)
            .isGreaterThanOrEqualTo(500 / fetchSize);
        c.commit();
      }
    }
  }

  @Test
  void metadataOfAClosedTransactionCostsNothing() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      long before = proxy.roundTrips();
      c.getMetaData().getDatabaseProductVersion();
      c.setAutoCommit(false);
      c.setReadOnly(false);
      c.commit();
      assertThat(proxy.roundTrips() - before).isZero();
    }
  }

  private static String select(Connection c, String id) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("select name from users where id = ?")) {
      s.setString(1, id);
      try (ResultSet row = s.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
