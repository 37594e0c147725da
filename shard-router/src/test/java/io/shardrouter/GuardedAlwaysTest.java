package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every statement runs in the transaction that holds the guard of its own key. */
class GuardedAlwaysTest {
  private static final ShardKey USER_1 = ShardKey.of("user", "user-1");
  private static final String LOCKS =
      "(select count(*) from pg_locks where locktype = 'advisory' and classid = 1397248580"
          + " and pid = pg_backend_pid())";

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

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users, consciousness_states restart identity cascade");
    cluster.shards().execute(1, "insert into users (id, name) values ('user-1', 'home')");
  }

  @Test
  void serverPreparedStatementWithUntypedParametersKeepsItsGuard() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s =
            c.prepareStatement(
                "select name, "
                    + LOCKS
                    + "::text as locks from users where id = ? and now() > ?")) {
      for (int i = 0; i < 12; i++) {
        s.setString(1, "user-1");
        s.setTimestamp(2, new Timestamp(0));
        try (ResultSet row = s.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString("locks")).as("locks at execution " + i).isEqualTo("2");
        }
      }
    }
  }

  @Test
  void serverPreparedStatementWithAnUntypedNullKeepsItsGuard() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s =
            c.prepareStatement(
                "select coalesce(?, name), " + LOCKS + "::text as locks from users where id = ?")) {
      for (int i = 0; i < 12; i++) {
        s.setNull(1, Types.OTHER);
        s.setString(2, "user-1");
        try (ResultSet row = s.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString("locks")).as("locks at execution " + i).isEqualTo("2");
        }
      }
    }
  }

  @Test
  void preparedStatementIsGuardedForTheGroupOfItsKey() throws SQLException {
    ShardKey month = null;
    for (int m = 1; m <= 12 && month == null; m++) {
      ShardKey candidate = ShardKey.of("day", java.time.LocalDate.of(2024, m, 1));
      month = router.route(candidate).shard() == 1 ? candidate : null;
    }
    int slot = router.route(month).slot();
    cluster
        .shards()
        .execute(
            1,
            "insert into shard_router.placement (group_name, kind, slot, shard, epoch)"
                + " values ('day', 'slot', "
                + slot
                + ", 0, 1)");
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s = c.prepareStatement("select current_database()")) {
      s.execute();
      c.setShardingKey(month);
      assertThatThrownBy(s::execute).isInstanceOf(ShardMovedException.class);
    } finally {
      cluster.shards().execute(1, "delete from shard_router.placement");
    }
  }

  @Test
  void failedTextCommitForgetsTheGuard() throws SQLException {
    cluster
        .shards()
        .execute(1, "create table late (id text references users deferrable initially deferred)");
    try (Connection c = router.getConnection(USER_1);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.execute("insert into late values ('nobody')");
      assertThatThrownBy(() -> s.execute("commit")).isInstanceOf(SQLException.class);
      s.execute("show search_path");
      try (ResultSet row = s.executeQuery("select " + LOCKS)) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(2);
      }
    }
  }

  @Test
  void rowsOfAnotherKeysResultAreNotChanged() throws SQLException {
    ShardKey other = null;
    for (int i = 2; other == null; i++) {
      ShardKey candidate = ShardKey.of("user", "user-" + i);
      other = router.route(candidate).shard() == 1 ? candidate : null;
    }
    try (Connection c = router.getConnection(USER_1);
        Statement s =
            c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet row = s.executeQuery("select id, name from users where id = 'user-1'")) {
      row.next();
      c.setShardingKey(other);
      row.updateString("name", "changed");
      assertThatThrownBy(row::updateRow)
          .isInstanceOf(RefusedException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR003");
    }
    assertThat(cluster.ask(1, "select name from users")).isEqualTo("home");
  }

  @Test
  void readUncommittedIsReadCommitted() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        Statement s = c.createStatement()) {
      c.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      try (ResultSet row = s.executeQuery("select name from users")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("home");
      }
    }
  }

  @Test
  void settingsMayComeFirstAboveReadCommitted() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        Statement s = c.createStatement()) {
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setAutoCommit(false);
      s.execute("set local statement_timeout = '10s'");
      try (ResultSet row = s.executeQuery("select name from users")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("home");
      }
      c.commit();
      c.setSchema("public");
      try (ResultSet row = s.executeQuery("select name from users")) {
        assertThat(row.next()).isTrue();
      }
      c.commit();
      s.execute("set transaction read only");
      try (ResultSet row = s.executeQuery("select current_setting('transaction_read_only')")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("on");
      }
      c.commit();
    }
  }

  @Test
  void everyDriverSettingKeepsTheGuardWithItsStatement() throws SQLException {
    for (String setting :
        new String[] {
          "stringtype=unspecified",
          "prepareThreshold=1",
          "preferQueryMode=simple",
          "preferQueryMode=extendedForPrepared",
          "preferQueryMode=extendedCacheEverything",
          "reWriteBatchedInserts=true"
        }) {
      try (ShardedDataSource other = routerWith(setting);
          Connection c = other.getConnection(USER_1);
          PreparedStatement prepared =
              c.prepareStatement("select name, " + LOCKS + " as locks from users where id = ?");
          Statement plain = c.createStatement()) {
        for (int i = 0; i < 12; i++) {
          prepared.setString(1, "user-1");
          assertLocked(prepared.executeQuery(), setting);
          assertLocked(
              plain.executeQuery("select name, " + LOCKS + " as locks from users"), setting);
        }
      }
    }
  }

  private static void assertLocked(ResultSet result, String setting) throws SQLException {
    try (result) {
      assertThat(result.next()).isTrue();
      assertThat(result.getString("name")).isEqualTo("home");
      assertThat(result.getInt("locks")).as(setting).isEqualTo(2);
    }
  }

  private static ShardedDataSource routerWith(String setting) throws SQLException {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder().pool(cluster.config().pool());
    cluster.config().groups().values().forEach(builder::group);
    for (int id = 0; id < 2; id++) {
      String url = cluster.shards().url(id);
      builder.shard(
          ShardConfig.of(
              id,
              url + (url.contains("?") ? "&" : "?") + setting,
              cluster.shards().username(),
              PasswordSource.fixed(cluster.shards().password())));
    }
    return ShardedDataSource.open(builder.build());
  }

  @Test
  void driverSettingThatPartsStatementsFromTheirGuardIsRefused() {
    assertThatThrownBy(() -> routerWith("prepareThreshold=-1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("prepareThreshold");
  }
}
