package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.shardrouter.ShardOutcome.Status;
import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a scatter ends that does not reach its last row. */
@Timeout(60)
class ScatterFailureTest {
  /** Runs for minutes on the shard whose users have it so, and is quick on the others. */
  private static final String SLOW_ON_1 =
      "select case when (select max(id) from users) = 's1'"
          + " then pg_sleep(300)::text else 'x' end from generate_series(1, 3)";

  private static final String SLEEPING =
      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'";

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(3);
    for (int shard = 0; shard < 3; shard++) {
      cluster
          .shards()
          .execute(
              shard,
              "insert into users (id, balance) values ('s%d', %d)".formatted(shard, shard),
              "create function nap(i int) returns int language plpgsql as"
                  + " 'begin if i > 10 then perform pg_sleep(300); end if; return i; end'",
              "create function fail_on_2(i int) returns int language plpgsql as 'begin "
                  + (shard == 2 ? "if i > 25 then raise exception ''so wanted''; end if;" : "")
                  + " return i; end'",
              // Two shards start in any order; this one fails once the other is at work.
              "create function fail_beside_a_sleeper() returns text language plpgsql as $$ begin"
                  + " while not exists (select from pg_stat_activity where wait_event = 'PgSleep'"
                  + " and datname <> current_database()) loop"
                  + " perform pg_sleep(0.005), pg_stat_clear_snapshot(); end loop;"
                  + " return 1 / 0; end $$");
    }
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void connectionsAreBackAndUsable() throws SQLException {
    assertThat(ScatterProbe.active(router)).isZero();
    assertThat(router.router().operationsInFlight()).isZero();
    ScatterProbe.requireUsable(router);
    // Nothing of it runs on the servers either.
    await().until(() -> cluster.ask(0, SLEEPING).equals("0"));
  }

  private static ScatterException failureOf(ThrowingRead read) {
    return catchThrowableOfType(ScatterException.class, read::run);
  }

  @FunctionalInterface
  private interface ThrowingRead {
    void run() throws Exception;
  }

  private static void readAll(ScatterQuery query) throws SQLException {
    try (ScatterResult result = router.scatter(query)) {
      while (result.next()) {
        result.row().getString(1);
      }
    }
  }

  private static List<Status> statuses(ScatterException failure) {
    return failure.outcomes().stream().map(ShardOutcome::status).toList();
  }

  @Test
  void oneShardsFailureCancelsTheOthersAndTellsOfEveryShard() {
    // Shard 0 is done at once, 1 would sleep for minutes, and then 2 divides by zero.
    ScatterException failure =
        failureOf(
            () ->
                readAll(
                    ScatterQuery.of(
                        "select case when balance = 1 then pg_sleep(300)::text"
                            + " when balance = 2 then fail_beside_a_sleeper() end from users")));
    assertThat(failure.getSQLState()).isEqualTo("SR008");
    assertThat(failure.outcomes()).extracting(ShardOutcome::shard).containsExactly(0, 1, 2);
    assertThat(statuses(failure).subList(1, 3)).containsExactly(Status.CANCELLED, Status.FAILED);
    assertThat(failure.getCause()).hasMessageContaining("division by zero");
    assertThat((Throwable) failure)
        .hasMessageContaining("shard 1 cancelled after 0 rows")
        .hasMessageContaining("shard 2 failed after 0 rows (SQLSTATE 22012)");
  }

  @Test
  void aFailureInALaterBlockIsNeverAPartialAnswer() {
    ScatterException failure =
        failureOf(
            () ->
                readAll(
                    ScatterQuery.of("select fail_on_2(i) from generate_series(1, 100) i")
                        .fetchSize(10)));
    assertThat(failure.outcomes().get(2).status()).isEqualTo(Status.FAILED);
    assertThat(failure.outcomes().get(2).rows()).isBetween(0L, 20L);
    assertThat(failure.getCause()).hasMessageContaining("so wanted");
  }

  @Test
  void aDeadlineEndsTheStart() {
    ScatterException failure =
        failureOf(() -> readAll(ScatterQuery.of(SLOW_ON_1).timeout(Duration.ofMillis(300))));
    assertThat((Throwable) failure).hasMessageContaining("limit of PT0.3S").hasNoCause();
    assertThat(failure.getSQLState()).isEqualTo("SR008");
    assertThat(statuses(failure)).contains(Status.CANCELLED);
  }

  @Test
  void aDeadlineEndsALaterBlock() {
    ScatterException failure =
        failureOf(
            () ->
                readAll(
                    ScatterQuery.of("select nap(i) from generate_series(1, 20) i")
                        .fetchSize(5)
                        .timeout(Duration.ofMillis(500))));
    assertThat((Throwable) failure).hasMessageContaining("limit of PT0.5S");
    assertThat(failure.outcomes()).allMatch(outcome -> outcome.rows() == 10);
  }

  @Test
  void anInterruptEndsTheStart() {
    ScatterException failure = interrupted(ScatterQuery.of(SLOW_ON_1), "case when%");
    assertThat((Throwable) failure).hasMessageContaining("interrupted");
    assertThat(failure.outcomes()).hasSize(3);
  }

  @Test
  void anInterruptEndsALaterBlock() {
    ScatterException failure =
        interrupted(
            ScatterQuery.of("select nap(i) from generate_series(1, 20) i").fetchSize(5), "nap(i)%");
    assertThat((Throwable) failure).hasMessageContaining("interrupted");
    assertThat(failure.outcomes()).allMatch(outcome -> outcome.rows() == 10);
  }

  /** Interrupts a reader of {@code query} once a shard sleeps in it. */
  private static ScatterException interrupted(ScatterQuery query, String text) {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<ScatterException> failure = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              failure.complete(failureOf(() -> readAll(query)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    reader.start();
    await()
        .until(
            () ->
                !cluster
                    .ask(
                        1,
                        "select count(*) from pg_stat_activity where datname = current_database()"
                            + " and wait_event = 'PgSleep' and query like '%"
                            + text
                            + "'")
                    .equals("0"));
    reader.interrupt();
    ScatterException thrown = failure.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(flag.join()).isTrue();
    return thrown;
  }

  @Test
  void aThreadThatIsInterruptedAlreadyGetsNoAnswer() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> readAll(ScatterQuery.of("select 1")))
          .isInstanceOf(ScatterException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anEarlyCloseCancelsWhatStillRuns() throws SQLException {
    try (ScatterResult result =
        router.scatter(
            ScatterQuery.of("select nap(i) from generate_series(1, 20) i").fetchSize(5))) {
      for (int i = 0; i < 25; i++) {
        assertThat(result.next()).isTrue();
      }
    }
  }

  @Test
  void anEarlyCloseLeavesNoHalfReadPortal() throws SQLException {
    for (int round = 0; round < 30; round++) {
      try (ScatterResult result =
          router.scatter(
              ScatterQuery.of("select i from generate_series(1, 100000) i").fetchSize(3))) {
        for (int i = 0; i < round; i++) {
          assertThat(result.next()).isTrue();
        }
      }
      assertThat(ScatterProbe.active(router)).isZero();
    }
  }

  @Test
  void aShardThatIsDownFailsTheScatter() throws SQLException {
    EmbeddedShards shards = EmbeddedShards.databases(3);
    try (TestCluster broken = TestCluster.of(shards, b -> b);
        CountingProxy proxy = CountingProxy.to(shards.url(1))) {
      ShardedDataSource partial = broken.router(behind(proxy, broken));
      partial.scatter("select 1").close();
      proxy.refuse(true);
      proxy.cut();
      // The pool may give a connection once of which it has not seen yet that it is broken.
      ScatterException failure = failureOf(() -> partial.scatter("select 1").close());
      assertThat(failure.outcomes().get(1).status()).isEqualTo(Status.FAILED);
      failure = failureOf(() -> partial.scatter("select 1").close());
      assertThat((Throwable) failure).hasCauseInstanceOf(ShardUnavailableException.class);
      assertThat(statuses(failure))
          .containsExactly(Status.NOT_STARTED, Status.FAILED, Status.NOT_STARTED);
      assertThat(ScatterProbe.active(partial)).isZero();
      proxy.refuse(false);
      partial.scatter("select 1").close();
    }
  }

  @Test
  void aShardThatDoesNotAnswerEvenACancelRequestIsGivenUp() throws SQLException {
    EmbeddedShards shards = EmbeddedShards.databases(3);
    try (TestCluster broken = TestCluster.of(shards, b -> b);
        CountingProxy proxy = CountingProxy.to(shards.url(1))) {
      ShardedDataSource stalled = broken.router(behind(proxy, broken));
      stalled.scatter("select 1").close();
      proxy.delay(Duration.ofMinutes(5));
      ScatterQuery query = ScatterQuery.of("select 1").timeout(Duration.ofMillis(300));
      ScatterException failure = failureOf(() -> stalled.scatter(query).close());
      assertThat((Throwable) failure).hasMessageContaining("limit of PT0.3S");
      proxy.delay(Duration.ZERO);
      proxy.cut();
      await().until(() -> ScatterProbe.active(stalled) == 0);
      stalled.scatter("select 1").close();
    }
  }

  private static ShardRouterConfig behind(CountingProxy proxy, TestCluster broken) {
    List<ShardConfig> through =
        IntStream.range(0, 3)
            .mapToObj(
                id -> {
                  String url = broken.shards().url(id);
                  return ShardConfig.of(
                      id,
                      id == 1 ? proxy.url(url) : url,
                      broken.shards().username(),
                      PasswordSource.fixed(broken.shards().password()));
                })
            .toList();
    return broken.config().toBuilder().shards(through).build();
  }

  @Test
  void closingTheDataSourceEndsARunningScatter() throws Exception {
    ShardedDataSource closing =
        cluster.router(cluster.config().toBuilder().shutdownTimeout(Duration.ofMillis(50)).build());
    CompletableFuture<ScatterException> failure =
        CompletableFuture.supplyAsync(() -> failureOf(() -> closing.scatter(SLOW_ON_1).close()));
    await().until(() -> ScatterProbe.active(closing) == 3);
    closing.close();
    assertThat((Throwable) failure.orTimeout(30, TimeUnit.SECONDS).join())
        .hasMessageContaining("the data source was closed");
  }
}
