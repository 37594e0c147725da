package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.KeyRoute;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InterruptTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String WAITING =
      "select count(*) > 0 from pg_locks where locktype = 'advisory' and not granted"
          + " and database = (select oid from pg_database where datname = current_database())";

  @Test
  void anInterruptedMoveIsUndoneAndTheThreadStaysInterrupted() throws Exception {
    try (MoverCluster cluster = MoverCluster.classic(EmbeddedShards.databases(2));
        ShardedDataSource router = ShardedDataSource.open(cluster.config())) {
      KeyRoute route = router.route(KEY);
      Migrator migrator = cluster.migrator();
      List<String> ends = new CopyOnWriteArrayList<>();
      Thread mover =
          new Thread(
              () -> {
                try {
                  migrator.move(MoveRequest.key(KEY, 1 - route.shard()));
                } catch (SQLException e) {
                  ends.add(Thread.currentThread().isInterrupted() + ": " + e.getMessage());
                }
              });
      try (Connection writer = cluster.shards().connect(route.shard());
          Statement s = writer.createStatement()) {
        s.execute("begin");
        s.execute("select shard_router.guard('user', " + route.slot() + ", 'u1')");
        mover.start();
        Awaitility.await().until(() -> cluster.ask(route.shard(), WAITING).equals("t"));

        mover.interrupt();
        mover.join(LIMIT.toMillis());
      }

      assertThat(ends).singleElement().asString().startsWith("true").contains("it was undone");
      assertThat(migrator.openMoves().moves()).isEmpty();
    }
  }
}
