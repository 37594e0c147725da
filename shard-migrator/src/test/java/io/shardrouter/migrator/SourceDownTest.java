package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A decided move can only be adopted with what its source knows. */
class SourceDownTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  @Test
  void whileTheSourceIsDownItsGuestsFailForAWhile() throws Exception {
    try (MoverCluster cluster = MoverCluster.classic(EmbeddedShards.servers(2))) {
      cluster.addUser("u1", 3);
      ShardedDataSource router = cluster.router();
      int source = router.route(KEY).shard();
      int target = 1 - source;
      MoverProcess.dieAt(FailPoint.AFTER_DECISION, cluster, MoveRequest.key(KEY, target));
      ShardedDataSource knows = cluster.router();
      cluster.shards().stop(source);

      assertThatThrownBy(() -> cluster.names(knows, KEY))
          .isInstanceOf(ShardUnavailableException.class)
          .extracting(e -> ((ShardUnavailableException) e).getSQLState())
          .isEqualTo("08001");
      RecoveryReport report = cluster.migrator().recover();
      assertThat(report.unreachable()).containsOnlyKeys(source);
      assertThat(report.isComplete()).isFalse();

      cluster.shards().start(source);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(ShardUnavailableException.class)
          .until(() -> cluster.names(knows, KEY).equals(List.of("n")));
      assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("3");
    }
  }
}
