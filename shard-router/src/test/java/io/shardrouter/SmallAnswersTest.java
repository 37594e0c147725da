package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
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
