package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardrouter.ClusterHealth.ShardHealth;
import io.shardrouter.ClusterHealth.Status;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shards that stop and come back. */
class HealthTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static TestCluster cluster;

  @BeforeAll
  static void startServers() throws SQLException {
    cluster = TestCluster.of(EmbeddedShards.servers(2), settings -> settings);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void allRun() {
    cluster.shards().start(0);
    cluster.shards().start(1);
  }

  @Test
  void oneStoppedServerDegradesAndAllStoppedAreDown() throws SQLException {
    ShardedDataSource shards = cluster.router();
    assertThat(shards.health(LIMIT).status()).isEqualTo(Status.UP);

    cluster.shards().stop(1);
    ClusterHealth degraded = shards.health(LIMIT);
    assertThat(degraded.status()).isEqualTo(Status.DEGRADED);
    assertThat(degraded.shards()).extracting(ShardHealth::isUp).containsExactly(true, false);
    assertThat(degraded.shards().get(1).detail())
        .isNotEmpty()
        .doesNotContain(cluster.shards().password());

    cluster.shards().stop(0);
    assertThat(shards.health(LIMIT).status()).isEqualTo(Status.DOWN);

    cluster.shards().start(0);
    cluster.shards().start(1);
    assertThat(shards.health(LIMIT).status()).isEqualTo(Status.UP);
  }

  @Test
  void routerStartsWithoutAStoppedShardAndServesItOnceItIsBack() throws SQLException {
    cluster.shards().stop(1);
    ShardedDataSource shards =
        cluster.router(
            TestCluster.config(cluster.shards())
                .pool(java.util.Map.of("maximumPoolSize", "2", "connectionTimeout", "500"))
                .build());
    ShardKey up = keyOn(shards, 0);
    ShardKey down = keyOn(shards, 1);
    assertThat(answers(shards, up)).isTrue();
    assertThatThrownBy(() -> answers(shards, down))
        .isInstanceOf(ShardUnavailableException.class)
        .hasMessageContaining("shard 1")
        .message()
        .doesNotContain(cluster.shards().password());
    cluster.shards().start(1);
    await().ignoreExceptions().until(() -> answers(shards, down));
    assertThat(answers(shards, up)).isTrue();
  }

  private static ShardKey keyOn(ShardedDataSource shards, int shard) throws SQLException {
    for (int i = 0; ; i++) {
      ShardKey key = ShardKey.of("user", "user-" + i);
      if (shards.route(key).shard() == shard) {
        return key;
      }
    }
  }

  private static boolean answers(ShardedDataSource shards, ShardKey key) throws SQLException {
    try (Connection connection = shards.getConnection(key);
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    }
  }
}
