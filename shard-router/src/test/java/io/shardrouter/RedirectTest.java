package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that moved is followed, unseen on the first statement and with 40001 on a later one. */
class RedirectTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final int HOME = 3;

  private static TestCluster cluster;
  private ShardedDataSource stale;
  private int slot;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(4);
    cluster
        .shards()
        .executeOnAll(
            "create function rename_user(p_id text, p_name text) returns integer language sql as"
                + " $$ update users set name = p_name where id = p_id returning 1 $$");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "truncate users, consciousness_states restart identity",
            "delete from shard_router.placement");
    cluster.shards().execute(HOME, "insert into users (id, name) values ('user-1', 'home')");
    stale = cluster.router();
    slot = stale.route(KEY).slot();
  }

  /** Every kind of statement that JDBC knows; each changes or reads the user's name. */
  enum Kind {
    QUERY {
      @Override
      void run(Connection c) throws SQLException {
        assertThat(nameOf(c)).isEqualTo("on 1");
      }
    },
    PLAIN_QUERY {
      @Override
      void run(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
            ResultSet row = s.executeQuery("select name from users where id = 'user-1'")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isEqualTo("on 1");
        }
      }
    },
    UPDATE {
      @Override
      void run(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update users set name = ? where id = ?")) {
          s.setString(1, "changed");
          s.setString(2, "user-1");
          assertThat(s.executeUpdate()).isEqualTo(1);
        }
      }
    },
    PLAIN_UPDATE {
      @Override
      void run(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
          assertThat(s.executeUpdate("update users set name = 'changed'")).isEqualTo(1);
        }
      }
    },
    BATCH {
      @Override
      void run(Connection c) throws SQLException {
        try (PreparedStatement s =
            c.prepareStatement("insert into consciousness_states (user_id, state) values (?, ?)")) {
          for (int i = 0; i < 300; i++) {
            s.setString(1, "user-1");
            s.setString(2, "s" + i);
            s.addBatch();
          }
          assertThat(s.executeBatch()).hasSize(300).containsOnly(1);
        }
      }
    },
    PLAIN_BATCH {
      @Override
      void run(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
          s.addBatch("update users set name = 'one'");
          s.addBatch("update users set name = 'changed'");
          assertThat(s.executeBatch()).containsExactly(1, 1);
        }
      }
    },
    GENERATED_KEYS {
      @Override
      void run(Connection c) throws SQLException {
        try (PreparedStatement s =
            c.prepareStatement(
                "insert into consciousness_states (user_id, state) values (?, 'x')",
                new String[] {"id"})) {
          s.setString(1, "user-1");
          assertThat(s.executeUpdate()).isEqualTo(1);
          try (ResultSet keys = s.getGeneratedKeys()) {
            assertThat(keys.next()).isTrue();
            assertThat(keys.getLong(1)).isPositive();
          }
        }
      }
    },
    CALLABLE {
      @Override
      void run(Connection c) throws SQLException {
        try (CallableStatement s = c.prepareCall("{? = call rename_user(?, ?)}")) {
          s.registerOutParameter(1, Types.INTEGER);
          s.setString(2, "user-1");
          s.setString(3, "changed");
          s.execute();
          assertThat(s.getInt(1)).isEqualTo(1);
        }
      }
    },
    UPDATABLE_RESULT {
      @Override
      void run(Connection c) throws SQLException {
        try (Statement s =
                c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            ResultSet row = s.executeQuery("select id, name from users")) {
          assertThat(row.next()).isTrue();
          row.updateString("name", "changed");
          row.updateRow();
        }
      }
    };

    abstract void run(Connection c) throws SQLException;
  }

  @ParameterizedTest
  @EnumSource
  void firstStatementInAutocommitIsFollowedUnseen(Kind kind) throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    try (Connection c = stale.getConnection(KEY)) {
      kind.run(c);
      assertThat(c.getAutoCommit()).isTrue();
    }
    assertHeldBy(1);
  }

  @ParameterizedTest
  @EnumSource
  void firstStatementOfATransactionIsFollowedUnseen(Kind kind) throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    try (Connection c = stale.getConnection(KEY)) {
      c.setAutoCommit(false);
      kind.run(c);
      c.commit();
    }
    assertHeldBy(1);
  }

  private void assertHeldBy(int shard) throws SQLException {
    for (int i = 0; i < 4; i++) {
      assertThat(cluster.ask(i, "select count(*) from users"))
          .as("users on shard " + i)
          .isEqualTo(i == shard ? "1" : "0");
    }
    assertThat(stale.route(KEY).shard()).isEqualTo(shard);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void laterStatementFailsWithRetryAndARetryOnTheSameConnectionSucceeds(boolean autoCommit)
      throws SQLException {
    try (Connection c = stale.getConnection(KEY)) {
      c.setAutoCommit(autoCommit);
      assertThat(nameOf(c)).isEqualTo("home");
      if (!autoCommit) {
        c.commit();
      }
      cluster.moveUser("user-1", slot, HOME, 1, 1);
      assertThatThrownBy(() -> nameOf(c))
          .isInstanceOf(ShardMovedException.class)
          .hasMessageContaining("no longer on shard 3")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("40001");
      if (!autoCommit) {
        c.rollback();
      }
      assertThat(nameOf(c)).isEqualTo("on 1");
    }
  }

  @Test
  void sessionStateIsNeverLostOnTheWay() throws SQLException {
    try (Connection c = stale.getConnection(KEY)) {
      try (Statement s = c.createStatement()) {
        s.execute("set search_path = public");
      }
      cluster.moveUser("user-1", slot, HOME, 1, 1);
      assertThatThrownBy(() -> nameOf(c)).isInstanceOf(ShardMovedException.class);
      assertThatThrownBy(() -> nameOf(c))
          .isInstanceOf(ShardMovedException.class)
          .hasMessageContaining("take a new one");
    }
    try (Connection c = stale.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on 1");
    }
  }

  @Test
  void lockOfAFailedStatementIsNeverLostOnTheWay() throws SQLException {
    try (Connection c = stale.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.execute("select 1 / (length(pg_advisory_lock(7)::text) * 0)"))
          .hasMessageContaining("division by zero");
      cluster.moveUser("user-1", slot, HOME, 1, 1);
      assertThatThrownBy(() -> nameOf(c)).isInstanceOf(ShardMovedException.class);
    }
  }

  @Test
  void settingsMadeThroughJdbcGoAlong() throws SQLException {
    cluster.shards().executeOnAll("create schema if not exists elsewhere");
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    try (Connection c = stale.getConnection(KEY)) {
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setSchema("elsewhere");
      c.setReadOnly(true);
      c.setClientInfo("ApplicationName", "a-service");
      c.setAutoCommit(false);
      try (PreparedStatement s = c.prepareStatement("select name from public.users")) {
        s.setFetchSize(7);
        s.setQueryTimeout(9);
        try (ResultSet row = s.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isEqualTo("on 1");
        }
        assertThat(s.getFetchSize()).isEqualTo(7);
        assertThat(s.getQueryTimeout()).isEqualTo(9);
      }
      assertThat(one(c, "show transaction_isolation")).isEqualTo("repeatable read");
      assertThat(one(c, "show transaction_read_only")).isEqualTo("on");
      assertThat(one(c, "show application_name")).isEqualTo("a-service");
      assertThat(c.getSchema()).isEqualTo("elsewhere");
      c.rollback();
    }
  }

  @Test
  void aStreamIsNotReadTwice() throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    try (Connection c = stale.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("update users set name = ?")) {
      s.setAsciiStream(1, new ByteArrayInputStream("x".getBytes(StandardCharsets.US_ASCII)), 1);
      assertThatThrownBy(s::executeUpdate)
          .isInstanceOf(ShardMovedException.class)
          .hasMessageContaining("stream");
      s.setString(1, "second try");
      assertThat(s.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void chainIsFollowedToItsEndAndBackHome() throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 0, 1);
    cluster.moveUser("user-1", slot, 0, 1, 2);
    cluster.moveUser("user-1", slot, 1, 2, 3);
    try (Connection c = stale.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on 2");
    }
    cluster.moveUser("user-1", slot, 2, HOME, 4);
    try (Connection c = stale.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on " + HOME);
    }
  }

  @Test
  void routerThatPreloadedTheMiddleOfAChainFindsTheEnd() throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    cluster.moveUser("user-1", slot, 1, HOME, 2);
    ShardedDataSource middle = cluster.router();
    cluster.moveUser("user-1", slot, HOME, 2, 3);
    try (Connection c = middle.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on 2");
    }
  }

  @Test
  void keysOwnRowBeatsItsSlots() throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    cluster.placeSlot(slot, 2, 2, 5);
    cluster.placeSlot(slot, HOME, 2, 5);
    try (Connection c = stale.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on 1");
    }
    // And a router that preloads both goes there at once.
    assertThat(cluster.router().route(KEY).shard()).isEqualTo(1);
  }

  @Test
  void slotsRowIsFollowed() throws SQLException {
    cluster.shards().execute(2, "insert into users (id, name) values ('user-1', 'on 2')");
    cluster.shards().execute(HOME, "delete from users");
    cluster.placeSlot(slot, 2, 2, 1);
    cluster.placeSlot(slot, HOME, 2, 1);
    try (Connection c = stale.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on 2");
    }
    assertThat(stale.route(KEY).shard()).isEqualTo(2);
  }

  @Test
  void circleEndsInAnErrorThatCanBeRetried() throws SQLException {
    cluster.placeKey("user-1", slot, HOME, 1, 1);
    cluster.placeKey("user-1", slot, 1, HOME, 2);
    try (Connection c = stale.getConnection(KEY)) {
      assertThatThrownBy(() -> nameOf(c))
          .isInstanceOf(ShardMovedException.class)
          .hasMessageContaining("still on its way");
    }
  }

  @Test
  void undecidedMoveLeavesTheKeyWithItsSource() throws SQLException {
    cluster
        .shards()
        .execute(
            1,
            "insert into shard_router.move (move_id, group_name, kind, slot, key, source, target,"
                + " epoch, state) values (gen_random_uuid(), 'user', 'key', "
                + slot
                + ", 'user-1', 3, 1, 1, 'begun')");
    // A router that was told of the target asks it, hears SR002, and goes back to the source.
    cluster.placeKey("user-1", slot, 0, 1, 1);
    ShardedDataSource misled = cluster.router();
    assertThat(misled.route(KEY).shard()).isEqualTo(1);
    try (Connection c = misled.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("home");
    }
    cluster.shards().execute(1, "delete from shard_router.move");
    // That the source held it then must not outweigh the move once it is adopted.
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    try (Connection c = misled.getConnection(KEY)) {
      assertThat(nameOf(c)).isEqualTo("on 1");
    }
    assertThat(misled.route(KEY).shard()).isEqualTo(1);
  }

  @Test
  void placementOnAShardThatIsNotConfiguredAsksForNewConfiguration() throws SQLException {
    cluster.placeKey("user-1", slot, HOME, 9, 1);
    try (Connection c = stale.getConnection(KEY)) {
      assertThatThrownBy(() -> nameOf(c))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("shard 9 is not among the configured shards")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR007");
    }
  }

  private static String nameOf(Connection c) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("select name from users where id = ?")) {
      s.setString(1, "user-1");
      try (ResultSet row = s.executeQuery()) {
        assertThat(row.next()).isTrue();
        String name = row.getString(1);
        assertThat(row.next()).isFalse();
        return name;
      }
    }
  }

  private static String one(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
