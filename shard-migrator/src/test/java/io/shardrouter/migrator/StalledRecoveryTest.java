package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.ShardKey;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StalledRecoveryTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRecoveryThatStallsWhileItDecidesDoesNotHoldOthersForEver() throws Exception {
    try (MoverCluster cluster = MoverCluster.classic(EmbeddedShards.databases(2))) {
      int source = cluster.router().route(KEY).shard();
      MoverProcess.dieAt(FailPoint.AFTER_STAGED, cluster, MoveRequest.key(KEY, 1 - source));
      String move = cluster.ask(source, "select move_id from shard_router.move");
      Migrator migrator = cluster.migrator();
      try (Connection stalled = cluster.shards().connect(source);
          Statement s = stalled.createStatement()) {
        s.execute("begin");
        s.execute(
            "insert into shard_router.decision (move_id, outcome) values ('"
                + move
                + "', 'abort')");

        assertThat(migrator.recover().moves())
            .singleElement()
            .satisfies(left -> assertThat(left.reason()).contains("another recovery"));
      }

      assertThat(migrator.recover().isComplete()).isTrue();
      assertThat(migrator.verify().isClean()).isTrue();
    }
  }
}
