package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the wire: what is small is read from each shard in one round trip, traffic included. */
class SmallAnswersTest {
  private static final int SHARDS = 2;
  private static final List<CountingProxy> PROXIES = new ArrayList<>();

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.of(SHARDS);
    EmbeddedShards shards = cluster.shards();
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id = 0; id < SHARDS; id++) {
      PROXIES.add(CountingProxy.to(shards.url(id)));
      builder.shard(
          ShardConfig.of(
              id,
              PROXIES.get(id).url(shards.url(id)),
              shards.username(),
              PasswordSource.fixed(shards.password())));
    }
    cluster.config().groups().values().forEach(builder::group);
    router = cluster.router(builder.pool(cluster.config().pool()).build());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    PROXIES.forEach(CountingProxy::close);
  }

  @BeforeEach
  void fiveUsersOnEachShard() throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "truncate users cascade",
            "insert into users (id, name) select 'u' || i, 'n' || i from generate_series(1, 5) i");
  }

  private static int rows(String sql) throws SQLException {
    try (Connection connection = router.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  /** Round trips of each shard while {@code sql} is read. */
  private static List<Long> roundTrips(String sql, int expected) throws SQLException {
    List<Long> before = PROXIES.stream().map(CountingProxy::roundTrips).toList();
    assertThat(rows(sql)).isEqualTo(expected);
    List<Long> taken = new ArrayList<>();
    for (int id = 0; id < SHARDS; id++) {
      taken.add(PROXIES.get(id).roundTrips() - before.get(id));
    }
    return taken;
  }

  /** With all their guards; and in a transaction these are held from then on. */
  @Test
  void keysOfOneShardAreOneRoundTrip() throws SQLException {
    String keys = "id in ('" + String.join("', '", keysOf(0)) + "')";
    for (String sql :
        List.of(
            "update users set name = 'x' where " + keys,
            "select id from users where " + keys + " for update",
            "select id from users where " + keys)) {
      try (Connection c = router.getConnection()) {
        // Connects.
        roundTripsOf(c, sql);
        assertThat(roundTripsOf(c, sql)).as(sql).isEqualTo(1);
        c.setAutoCommit(false);
        assertThat(roundTripsOf(c, sql)).as("begins with " + sql).isEqualTo(1);
        assertThat(roundTripsOf(c, sql)).as("goes on with " + sql).isEqualTo(1);
        assertThat(
                cluster.ask(
                    0,
                    "select count(*) >= 3 from pg_locks where locktype = 'advisory'"
                        + " and classid = 1397248580 and mode = 'ShareLock'"))
            .isEqualTo("t");
        c.rollback();
      }
    }
  }

  /** Three keys that the base layout has on {@code shard}. */
  private static List<String> keysOf(int shard) throws SQLException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; keys.size() < 3; i++) {
      if (router.route(ShardKey.of("user", "k" + i)).shard() == shard) {
        keys.add("k" + i);
      }
    }
    return keys;
  }

  private static long roundTripsOf(Connection c, String sql) throws SQLException {
    long before = PROXIES.get(0).roundTrips() + PROXIES.get(1).roundTrips();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.execute();
    }
    try (Statement s = c.createStatement()) {
      long between = PROXIES.get(0).roundTrips() + PROXIES.get(1).roundTrips();
      s.execute(sql);
      long after = PROXIES.get(0).roundTrips() + PROXIES.get(1).roundTrips();
      assertThat(after - between).as("plain " + sql).isEqualTo(1);
      return between - before;
    }
  }

  @Test
  void countIsOneRoundTrip() throws SQLException {
    rows("select count(*) from users");
    for (int run = 0; run < 8; run++) {
      assertThat(roundTrips("select count(*) from users", 1)).containsExactly(1L, 1L);
    }
  }

  @Test
  void fewRowsAreOneRoundTripOnceTheyWereFew() throws SQLException {
    String sql = "select id from users where name <> 'x'";
    assertThat(roundTrips(sql, 10)).doesNotContain(1L);
    for (int run = 0; run < 8; run++) {
      assertThat(roundTrips(sql, 10)).containsExactly(1L, 1L);
    }
  }

  @Test
  void answerThatHasGrownIsReadInBlocksFromThenOn() throws SQLException {
    String sql = "select id from users where name <> 'y'";
    rows(sql);
    assertThat(roundTrips(sql, 10)).containsExactly(1L, 1L);
    cluster
        .shards()
        .execute(
            1, "insert into users (id, name) select 'v' || i, 'n' from generate_series(1, 300) i");
    for (int run = 0; run < 3; run++) {
      assertThat(roundTrips(sql, 310).get(1)).isGreaterThan(2);
    }
  }
}
