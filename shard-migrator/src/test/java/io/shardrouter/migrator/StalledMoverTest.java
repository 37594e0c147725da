package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Movers, recoverers and routers that stop in the middle, and those who come after them. */
class StalledMoverTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private MoverCluster cluster;
  private ShardedDataSource router;
  private Migrator migrator;
  private int source;
  private int target;
  private MoveRequest request;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    cluster.addUser("u1", 3);
    router = cluster.router();
    migrator = cluster.migrator();
    source = router.route(KEY).shard();
    target = (source + 1) % 3;
    request = MoveRequest.key(KEY, target);
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  private void requireOn(int shard) throws Exception {
    assertThat(cluster.names(router, KEY)).containsExactly("n");
    assertThat(cluster.ask(shard, "select count(*) from consciousness_states")).isEqualTo("3");
    assertThat(cluster.count(router)).isOne();
    assertThat(migrator.recover().moves()).isEmpty();
  }

  @Test
  void aMoverThatStallsInCopyIsEndedByRecoveryAndWritersGoOn() throws Exception {
    Path pause = directory.resolve("paused");
    Process mover = MoverProcess.pauseAt(FailPoint.IN_COPY, pause, cluster, request);
    try (SteadyWriter writer = SteadyWriter.start(router, "u1")) {
      await().atMost(LIMIT).until(() -> Files.exists(pause));
      assertThat(migrator.recover().moves())
          .singleElement()
          .extracting(RecoveryReport.Recovered::ending)
          .isEqualTo(RecoveryReport.Ending.RUNNING);
      long before = writer.acknowledged();

      RecoveryReport report = migrator.recoverRunning();

      assertThat(report.moves())
          .singleElement()
          .extracting(RecoveryReport.Recovered::ending)
          .isEqualTo(RecoveryReport.Ending.UNDONE);
      await().atMost(LIMIT).until(() -> writer.acknowledged() > before);
      try (var there = cluster.shards().connect(source)) {
        assertThat(writer.contradictions(there)).isEmpty();
      }
    } finally {
      mover.destroyForcibly().waitFor();
    }
    assertThat(cluster.names(router, KEY)).containsExactly("n");
  }

  @Test
  void aBeginningThatDiedBetweenTheShardsExcludesOthersUntilRecovery() throws Exception {
    MoverProcess.dieAt(FailPoint.AFTER_BEGIN_ON_SOURCE, cluster, request);

    assertThatThrownBy(() -> migrator.move(request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is open and excludes")
        .hasMessageContaining("shardctl recover");
    await().atMost(LIMIT).until(() -> migrator.recover().isComplete());
    migrator.move(request);

    requireOn(target);
  }

  @Test
  void whatIsLeftOfAnAbortedMoveIsClearedByTheNext() throws Exception {
    MoverProcess.dieAt(FailPoint.AFTER_STAGED, cluster, request);
    await().atMost(LIMIT).until(this::isAbandoned);
    System.setProperty(FailPoint.PROPERTY, FailPoint.AFTER_ABORT.name());
    try {
      assertThat(migrator.recover().isComplete()).isFalse();
    } finally {
      System.clearProperty(FailPoint.PROPERTY);
    }

    migrator.move(request);

    requireOn(target);
  }

  private boolean isAbandoned() {
    return migrator.moves(1).moves().stream().noneMatch(MoveStatus::running);
  }

  @Test
  void aMoverThatSleepsInItsBeginningHoldsNobodyUp() throws Exception {
    for (FailPoint point :
        List.of(FailPoint.BEFORE_BEGIN_ON_SOURCE, FailPoint.BEFORE_BEGIN_ON_TARGET)) {
      try (PausedMove<MoveReport> asleep = PausedMove.at(point, migrator, request)) {
        Migrator other = cluster.migrator();
        assertThat(other.recoverRunning().isComplete()).isTrue();
        other.move(request);
        other.move(MoveRequest.key(KEY, source));

        assertThatThrownBy(asleep::goOn).isInstanceOf(SQLException.class);
      }
      requireOn(source);
    }
  }

  @Test
  void aMoverThatSleepsInTheAdoptionIsEndedByRecovery() throws Exception {
    for (FailPoint point : List.of(FailPoint.BEFORE_ADOPTION, FailPoint.BEFORE_END_ON_SOURCE)) {
      int at = router.route(KEY).shard();
      try (PausedMove<MoveReport> asleep =
          PausedMove.at(point, migrator, MoveRequest.key(KEY, (at + 1) % 3))) {
        assertThat(cluster.migrator().recoverRunning().isComplete()).isTrue();

        requireOn((at + 1) % 3);
        assertThatThrownBy(asleep::goOn)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("it was decided before, and is done now");
      }
    }
  }

  @Test
  void aRouterThatSleepsInTheAdoptionHoldsNobodyUp() throws Exception {
    MoverProcess.dieAt(FailPoint.AFTER_DECISION, cluster, request);
    ShardedDataSource sleeper = cluster.router();
    try (PausedMove<List<String>> asleep =
        PausedMove.at(FailPoint.BEFORE_ADOPTION, () -> cluster.names(sleeper, KEY))) {
      assertThat(cluster.names(router, KEY)).containsExactly("n");
      await().atMost(LIMIT).until(() -> migrator.recover().isComplete());

      assertThatThrownBy(asleep::goOn).isInstanceOf(SQLException.class);
    }
    requireOn(target);
    assertThat(cluster.names(sleeper, KEY)).containsExactly("n");
  }

  @Test
  void aRecovererThatSleepsBeforeItGivesUpHoldsNobodyUp() throws Exception {
    MoverProcess.dieAt(FailPoint.AFTER_STAGED, cluster, request);
    await().atMost(LIMIT).until(this::isAbandoned);
    try (PausedMove<RecoveryReport> asleep =
        PausedMove.at(FailPoint.BEFORE_ABORT, migrator::recover)) {
      assertThat(cluster.migrator().recover().isComplete()).isTrue();

      assertThat(asleep.goOn().isComplete()).isFalse();
    }
    requireOn(source);
  }
}
