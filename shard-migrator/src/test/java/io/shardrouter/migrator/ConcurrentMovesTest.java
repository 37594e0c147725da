package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.StaleRouter;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moves of the same thing: at once, or one after the other with routers that missed some. */
class ConcurrentMovesTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");
  private static final int ROUNDS = 5;

  private MoverCluster cluster;
  private ShardedDataSource router;
  private Migrator migrator;
  private int home;
  private int slot;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    cluster.addUser("u1", 3);
    router = cluster.router();
    migrator = cluster.migrator();
    home = router.route(KEY).shard();
    slot = router.route(KEY).slot();
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  private int shard(int steps) {
    return (home + steps) % 3;
  }

  private MoveRequest key(int steps) {
    return MoveRequest.key(KEY, shard(steps));
  }

  private MoveRequest slot(int steps) {
    return MoveRequest.slot("user", slot, shard(steps));
  }

  /** Runs both at once; gives the failures, which must be refusals. */
  private List<Throwable> atOnce(MoveRequest one, MoveRequest other) throws Exception {
    Migrator second = cluster.migrator();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Callable<MoveReport>> both = List.of(() -> migrator.move(one), () -> second.move(other));
    List<Throwable> failures = new ArrayList<>();
    for (Future<MoveReport> each : threads.invokeAll(both)) {
      try {
        each.get();
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    threads.shutdown();
    assertThat(failures).allSatisfy(f -> assertThat(f).isInstanceOf(RefusedException.class));
    return failures;
  }

  private void requireOn(int shard) throws Exception {
    assertThat(cluster.names(router, KEY)).containsExactly("n");
    for (int i = 0; i < 3; i++) {
      assertThat(cluster.ask(i, "select count(*) from consciousness_states where user_id = 'u1'"))
          .isEqualTo(i == shard ? "3" : "0");
    }
    assertThat(migrator.recover().moves()).isEmpty();
    assertThat(cluster.count(router)).isPositive();
  }

  @Test
  void oneOfTwoMoversOfAKeyMovesIt() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      assertThat(atOnce(key(round), key(round))).hasSize(1);
      requireOn(shard(round));
    }
  }

  @Test
  void twoMoversThatPullAtAKeyLeaveItWithOneOfThem() throws Exception {
    migrator.move(key(1));
    for (int round = 0; round < ROUNDS; round++) {
      // To where it is, and away from there at once.
      int before = router.route(KEY).shard();
      atOnce(MoveRequest.key(KEY, before), MoveRequest.key(KEY, (before + 1) % 3));
      cluster.names(router, KEY);
      int now = router.route(KEY).shard();
      requireOn(now);
    }
  }

  @Test
  void aKeyGoesRoundUnderLoad() throws Exception {
    try (SteadyWriter writer = SteadyWriter.start(router, "u1")) {
      for (int step = 1; step <= 12; step++) {
        migrator.move(key(step));
        assertThat(cluster.count(router)).isOne();
      }
      try (Connection there = cluster.shards().connect(home)) {
        assertThat(writer.contradictions(there)).isEmpty();
        assertThat(writer.acknowledged()).isPositive();
      }
    }
    assertThat(cluster.askAll("select count(*) from users").stream().mapToInt(Integer::valueOf))
        .containsOnly(0, 1);
  }

  @Test
  void aSlotThatLeavesAfterItsKeyDoesNotTakeIt() throws Exception {
    cluster.addUser(neighbour(), 2);
    migrator.move(key(1));

    migrator.move(slot(2));

    requireOn(shard(1));
    assertThat(cluster.names(router, ShardKey.of("user", neighbour()))).containsExactly("n");
    assertThat(router.route(ShardKey.of("user", neighbour())).shard()).isEqualTo(shard(2));
    migrator.move(slot(1));
    migrator.move(key(2));
    requireOn(shard(2));
    assertThat(cluster.names(cluster.router(), ShardKey.of("user", neighbour())))
        .containsExactly("n");
  }

  /** Another user of the same slot. */
  private String neighbour() {
    return IntStream.iterate(2, i -> i + 1)
        .mapToObj(i -> "u" + i)
        .filter(
            user -> {
              try {
                return router.route(ShardKey.of("user", user)).slot() == slot;
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRouterThatSawTheMiddleOfAJourneyFindsItsEnd() throws Exception {
    migrator.move(key(1));
    ShardedDataSource sawTheMiddle = cluster.router();
    assertThat(sawTheMiddle.route(KEY).shard()).isEqualTo(shard(1));
    migrator.move(key(0));
    migrator.move(key(2));

    assertThat(cluster.names(sawTheMiddle, KEY)).containsExactly("n");
    assertThat(sawTheMiddle.route(KEY).shard()).isEqualTo(shard(2));
    requireOn(shard(2));
    ShardedDataSource misled = cluster.router();
    for (int shard = 0; shard < 3; shard++) {
      StaleRouter.mislead(misled, KEY, shard);
      assertThat(cluster.names(misled, KEY)).containsExactly("n");
    }
  }

  @Test
  void aSlotAndAKeyInItExcludeEachOther() throws Exception {
    for (FailPoint point : List.of(FailPoint.AFTER_BEGIN_ON_TARGET, FailPoint.AFTER_STAGED)) {
      int at = router.route(KEY).shard() - home;
      try (PausedMove<MoveReport> slotMoves = PausedMove.at(point, migrator, slot(at + 4))) {
        assertThatThrownBy(() -> cluster.migrator().move(key(at + 5)))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("is open and excludes");
        slotMoves.goOn();
      }
      cluster.names(router, KEY);
      requireOn(shard(at + 4));
    }
    int at = router.route(KEY).shard() - home;
    try (PausedMove<MoveReport> keyMoves =
        PausedMove.at(FailPoint.AFTER_BEGIN_ON_SOURCE, migrator, key(at + 4))) {
      assertThatThrownBy(() -> cluster.migrator().move(slot(at + 5)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is open and excludes");
      keyMoves.goOn();
    }
    requireOn(shard(at + 4));
  }

  @Test
  void aSlotAndAKeyInItMoveAtOnce() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      atOnce(key(round), slot(round + 1));
      cluster.names(router, KEY);
      requireOn(router.route(KEY).shard());
    }
  }

  @Test
  void theUserWithoutANameMoves() throws Exception {
    cluster.addUser("", 2);
    ShardKey nobody = ShardKey.of("user", "");
    int from = router.route(nobody).shard();

    migrator.move(MoveRequest.key(nobody, (from + 1) % 3));
    assertThat(cluster.names(router, nobody)).containsExactly("n");
    migrator.move(MoveRequest.slot("user", router.route(nobody).slot(), (from + 2) % 3));
    assertThat(cluster.names(router, nobody)).as("has a placement of its own").hasSize(1);
    migrator.move(MoveRequest.key(nobody, (from + 2) % 3));

    assertThat(cluster.names(router, nobody)).containsExactly("n");
    assertThat(cluster.ask((from + 2) % 3, "select count(*) from users where id = ''"))
        .isEqualTo("1");
  }
}
