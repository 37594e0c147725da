package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards where nothing has ever moved, so that the guard does not look at placement at all. */
class FirstMoveTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final String CHANGES =
      "select pg_sequence_last_value('shard_router.placement_changes')";

  private TestCluster cluster;
  private ShardedDataSource router;
  private int home;
  private int slot;

  @BeforeEach
  void start() throws SQLException {
    cluster = TestCluster.of(2);
    router = cluster.router();
    home = router.route(KEY).shard();
    slot = router.route(KEY).slot();
    cluster.shards().execute(home, "insert into users (id, name) values ('user-1', 'home')");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void firstMoveIsSeenByARouterThatHasReadBefore() throws SQLException {
    for (int i = 0; i < 10; i++) {
      assertThat(readName()).isEqualTo("home");
    }
    assertThat(cluster.ask(home, CHANGES)).isEqualTo("1");
    cluster.moveUser("user-1", slot, home, 1 - home, 1);
    assertThat(readName()).isEqualTo("on " + (1 - home));
  }

  /** The same statement text on both sides of the move: its plan is kept by the server. */
  private String readName() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("select name from users where id = 'user-1'");
        ResultSet row = s.executeQuery()) {
      return row.next() ? row.getString(1) : "(gone)";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"origin", "replica"})
  void everyWayOfPlacingCounts(String replicationRole) throws SQLException {
    try (Connection mover = cluster.shards().connect(home);
        Statement s = mover.createStatement()) {
      s.execute("set session_replication_role = " + replicationRole);
      s.execute(
          "insert into shard_router.placement (group_name, kind, slot, shard, epoch)"
              + " values ('user', 'slot', 7, 0, 1)");
      assertThat(cluster.ask(home, CHANGES)).isEqualTo("2");
      s.execute("update shard_router.placement set epoch = 2");
      assertThat(cluster.ask(home, CHANGES)).isEqualTo("3");
    }
  }

  @Test
  void changeCountsBeforeItCommits() throws SQLException {
    try (Connection mover = cluster.shards().connect(home);
        Statement s = mover.createStatement()) {
      mover.setAutoCommit(false);
      s.execute(
          "insert into shard_router.placement (group_name, kind, slot, shard, epoch)"
              + " values ('user', 'slot', 7, 0, 1)");
      assertThat(cluster.ask(home, CHANGES)).isEqualTo("2");
      mover.rollback();
    }
  }

  @Test
  void installingAgainKeepsTheCount() throws SQLException {
    cluster.placeSlot(7, home, home, 1);
    cluster.install(cluster.config());
    assertThat(cluster.ask(home, CHANGES)).isEqualTo("2");
  }
}
