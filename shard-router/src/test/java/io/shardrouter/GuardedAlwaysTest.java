package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    cluster.shards().executeOnAll("truncate users, consciousness_states restart identity");
    cluster.shards().execute(1, "insert into users (id, name) values ('user-1', 'home')");
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
    try (Connection c = router.getConnection(USER_1);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.execute("select 1");
      assertThatThrownBy(() -> s.execute("select 1/0")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> s.execute("commit")).isInstanceOf(SQLException.class);
      s.execute("show search_path");
      try (ResultSet row = s.executeQuery("select " + LOCKS)) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(2);
      }
    }
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
}
