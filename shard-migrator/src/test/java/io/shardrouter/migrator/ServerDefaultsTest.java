package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.KeyRoute;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Defaults of a database or a role, which sessions of the mover begin with, change no promise. */
class ServerDefaultsTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String WAITING =
      "select count(*) > 0 from pg_locks where locktype = 'advisory' and not granted"
          + " and database = (select oid from pg_database where datname = current_database())";

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
      Awaitility.await().until(() -> cluster.ask(route.shard(), WAITING).equals("t"));
      s.execute("commit");
    }
    move.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("2");
    assertThat(cluster.ask(route.shard(), "select count(*) from consciousness_states"))
        .isEqualTo("0");
  }

  @Test
  void keysOfAllKindsMoveWhereBackslashesEscape() throws Exception {
    cluster
        .shards()
        .executeOnAll(
            "do $$ begin execute format('alter database %I set standard_conforming_strings = off',"
                + " current_database()); end $$");
    Migrator migrator = cluster.migrator();
    try (ShardedDataSource router = ShardedDataSource.open(cluster.config())) {
      for (String id : List.of("a'b", "\\", "\\'; drop table users --", "größe 日本", "", " b ")) {
        ShardKey key = ShardKey.of("user", id);
        try (Connection c = router.getConnection(key);
            PreparedStatement s = c.prepareStatement("insert into users (id) values (?)")) {
          s.setString(1, id);
          s.executeUpdate();
        }

        migrator.move(MoveRequest.key(key, 1 - router.route(key).shard()));

        assertThat(cluster.names(router, key)).hasSize(1);
      }
    }
    assertThat(migrator.verify().findings()).isEmpty();
  }

  private void move(int target) {
    try {
      cluster.migrator().move(MoveRequest.key(KEY, target));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
