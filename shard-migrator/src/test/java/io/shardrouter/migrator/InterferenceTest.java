package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardrouter.GuardMode;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do on the shards, around the router, while a move runs. */
class InterferenceTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private MoverCluster cluster;
  private ShardedDataSource router;
  private int source;
  private int target;
  private MoveRequest request;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    cluster.addUser("u1", 3);
    router = cluster.router();
    source = router.route(KEY).shard();
    target = (source + 1) % 3;
    request = MoveRequest.key(KEY, target);
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  /** A plain connection that runs {@code sql} on the source; completes with the rows changed. */
  private CompletableFuture<Integer> besides(String sql) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Connection c = cluster.shards().connect(source);
              Statement s = c.createStatement()) {
            return s.executeUpdate(sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void awaitWaiter() {
    await()
        .until(
            () ->
                cluster
                    .ask(
                        source,
                        "select count(*) > 0 from pg_stat_activity"
                            + " where datname = current_database() and wait_event_type = 'Lock'")
                    .equals("t"));
  }

  @Test
  void anUpdateBeforeTheCopyMovesWithTheRow() throws Exception {
    try (PausedMove<MoveReport> move =
        PausedMove.at(FailPoint.FENCED, cluster.migrator(), request)) {
      assertThat(besides("update users set name = 'psql' where id = 'u1'").get()).isOne();
      move.goOn();
    }

    assertThat(cluster.names(router, KEY)).containsExactly("psql");
  }

  @Test
  void anUpdateDuringTheCopyIsToldThatItFoundNothing() throws Exception {
    try (PausedMove<MoveReport> move =
        PausedMove.at(FailPoint.AFTER_STAGED, cluster.migrator(), request)) {
      CompletableFuture<Integer> update = besides("update users set name = 'psql' where id = 'u1'");
      awaitWaiter();
      move.goOn();
      assertThat(update.get(20, TimeUnit.SECONDS)).isZero();
    }

    assertThat(cluster.names(router, KEY)).containsExactly("n");
  }

  @Test
  void aRowThatAppearsBehindTheCopyUndoesTheMove() throws Exception {
    // Without the foreign key, whose check would wait for the copied parent.
    cluster
        .shards()
        .executeOnAll(
            "alter table consciousness_states drop constraint consciousness_states_user_id_fkey");
    try (PausedMove<MoveReport> move =
        PausedMove.at(FailPoint.AFTER_STAGED, cluster.migrator(), request)) {
      besides("insert into consciousness_states (user_id, state) values ('u1', 'psql')").get();
      assertThatThrownBy(move::goOn)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("without the router");
    }

    assertThat(cluster.ask(source, "select count(*) from consciousness_states")).isEqualTo("4");
    assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("0");
    assertThat(cluster.migrator().move(request).rows()).isEqualTo(5);
  }

  @Test
  void aColumnAddedToTheSourceAfterTheLookUndoesTheMove() throws Exception {
    try (PausedMove<MoveReport> move =
        PausedMove.at(FailPoint.AFTER_BEGIN_ON_TARGET, cluster.migrator(), request)) {
      cluster.shards().execute(source, "alter table users add column mood text default 'fine'");
      assertThatThrownBy(move::goOn)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("changed on shard " + source);
    }

    assertThat(cluster.ask(source, "select mood from users")).isEqualTo("fine");
    assertThatThrownBy(() -> cluster.migrator().move(request))
        .as("the target lacks the column")
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("mood");
    cluster.shards().execute(target, "alter table users add column mood text default 'fine'");
    cluster.migrator().move(request);
    assertThat(cluster.ask(target, "select mood from users")).isEqualTo("fine");
  }

  @Test
  void aColumnAddedToTheTargetBehindTheCopyUndoesTheMove() throws Exception {
    try (PausedMove<MoveReport> move =
        PausedMove.at(FailPoint.AFTER_STAGED, cluster.migrator(), request)) {
      cluster.shards().execute(target, "alter table users add column mood text");
      assertThatThrownBy(move::goOn)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("changed on shard " + target);
    }

    assertThat(cluster.names(router, KEY)).containsExactly("n");
  }

  @Test
  void aChangeOfTheSourcesSchemaWaitsForTheCopy() throws Exception {
    try (PausedMove<MoveReport> move =
        PausedMove.at(FailPoint.AFTER_STAGED, cluster.migrator(), request)) {
      CompletableFuture<Integer> change = besides("alter table users add column mood text");
      awaitWaiter();
      move.goOn();
      change.get(20, TimeUnit.SECONDS);
    }

    assertThat(cluster.names(router, KEY)).containsExactly("n");
  }

  @Test
  void theSchemaIsInstalledAgainWhileRoutersWorkAndAMoveRuns() throws Exception {
    Migrator migrator = cluster.migrator();
    try (SteadyWriter writer = SteadyWriter.start(router, "u1");
        PausedMove<MoveReport> move = PausedMove.at(FailPoint.AFTER_STAGED, migrator, request)) {
      install(GuardMode.ON);
      move.goOn();
      for (int i = 2; i < 6; i++) {
        CompletableFuture<Void> installing =
            CompletableFuture.runAsync(() -> install(GuardMode.ON));
        migrator.move(MoveRequest.key(KEY, (source + i) % 3));
        installing.get(30, TimeUnit.SECONDS);
      }
      long before = writer.acknowledged();
      await().until(() -> writer.acknowledged() > before);

      try (Connection there = cluster.shards().connect((source + 5) % 3)) {
        assertThat(writer.contradictions(there)).isEmpty();
      }
    }
    assertThat(cluster.count(router)).isEqualTo(1);
  }

  private void install(GuardMode guard) {
    try {
      for (int shard = 0; shard < 3; shard++) {
        try (Connection c = cluster.shards().connect(shard)) {
          new Installer(MoverCluster.user(cluster.shards()).guard(guard).build()).install(c, shard);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whileARouterWithoutGuardsIsConnectedNothingMoves() throws Exception {
    install(GuardMode.OFF);
    try (ShardedDataSource unguarded =
            ShardedDataSource.open(
                MoverCluster.user(cluster.shards()).guard(GuardMode.OFF).build());
        Connection c = unguarded.getConnection(KEY)) {
      install(GuardMode.ON);
      assertThat(c.isValid(1)).isTrue();

      assertThatThrownBy(() -> cluster.migrator().move(request))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("guard: off");
    }

    assertThat(cluster.migrator().move(request).rows()).isEqualTo(4);
  }

  @Test
  void aRouterWithoutGuardsThatComesBeforeTheFenceStopsTheMove() throws Exception {
    try (PausedMove<MoveReport> move =
            PausedMove.at(FailPoint.AFTER_BEGIN_ON_TARGET, cluster.migrator(), request);
        Connection c = cluster.shards().connect(source);
        Statement s = c.createStatement()) {
      s.execute("select pg_advisory_lock_shared(1397248580, hashtext('unguarded'))");

      assertThatThrownBy(move::goOn)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("guard: off");
    }

    assertThat(cluster.names(router, KEY)).containsExactly("n");
  }
}
