package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.KeyRoute;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Defaults of a database or a role, which sessions of the mover begin with, change no promise. */
class ServerDefaultsTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private MoverCluster cluster;
  private KeyRoute route;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(2));
    cluster.addUser("u1", 1);
    try (ShardedDataSource router = ShardedDataSource.open(cluster.config())) {
      route = router.route(KEY);
    }
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  @Test
  void aRowWrittenWhileTheMoverWaitsMovesWhateverTheDefaultIsolation() throws Exception {
    cluster
        .shards()
        .executeOnAll(
            "do $$ begin execute format('alter database %I set default_transaction_isolation"
                + " = ''repeatable read''', current_database()); end $$");
    int target = 1 - route.shard();
    CompletableFuture<Void> move;
    try (Connection writer = cluster.shards().connect(route.shard());
        Statement s = writer.createStatement()) {
      s.execute("begin isolation level read committed");
      s.execute("select shard_router.guard('user', " + route.slot() + ", 'u1')");
      s.execute("insert into consciousness_states (user_id, state) values ('u1', 'late')");

      move = CompletableFuture.runAsync(() -> move(target));
      awaitWaitingMover(s);
      s.execute("commit");
    }
    move.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("2");
    assertThat(cluster.ask(route.shard(), "select count(*) from consciousness_states"))
        .isEqualTo("0");
  }

  private void move(int target) {
    try {
      cluster.migrator().move(MoveRequest.key(KEY, target));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitWaitingMover(Statement s) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    String waiting =
        "select from pg_locks where locktype = 'advisory' and not granted"
            + " and database = (select oid from pg_database where datname = current_database())";
    while (!s.executeQuery(waiting).next()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
