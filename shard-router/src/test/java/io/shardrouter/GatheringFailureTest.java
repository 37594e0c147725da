package io.shardrouter;

import static io.shardrouter.GatheredShards.ascending;
import static io.shardrouter.GatheredShards.finish;
import static io.shardrouter.GatheredShards.merge;
import static io.shardrouter.GatheredShards.pull;
import static io.shardrouter.GatheredShards.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.Cancellation;
import io.shardrouter.internal.exec.Gatherer;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Wanted;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;

/** How a statement over all shards fails, and that nothing of it is left then. */
@Timeout(60)
class GatheringFailureTest {
  private GatheredShards shards;

  @BeforeEach
  void start() throws SQLException {
    shards = GatheredShards.of(3);
    shards.execute("create table numbers (n int)");
    shards.insert("numbers", List.of("1", "2", "3", "4", "5", "6", "0"));
  }

  @AfterEach
  void stop() throws SQLException {
    assertThat(ScatterProbe.active(shards.router())).isZero();
    shards.close();
  }

  private static final Pull NUMBERS = pull("numbers", "n integer");

  /** Where a statement waits. */
  private enum Where {
    MERGED("select n, pg_sleep(case when n = 4 then 60 end)::text from numbers", ""),
    STREAMED("select n, pg_sleep(case when n > 4 then 60 end)::text from numbers order by n", ""),
    PULLED(
        "select n from numbers where n < 4 or pg_sleep(60) is not null", "select * from numbers"),
    FINISHED("select n from numbers", "select *, pg_sleep(60)::text from numbers");

    private final String onShards;
    private final String last;

    Where(String onShards, String last) {
      this.onShards = onShards;
      this.last = last;
    }

    Gathering gathering() {
      return last.isEmpty()
          ? merge(text(onShards), ascending(1))
          : finish(
              last, new Pull("numbers", NUMBERS.columns(), ImmutableList.of(), text(onShards)));
    }
  }

  private static final Wanted ONE_BY_ONE = new Wanted(1, 0, Duration.ZERO);

  private long read(Gathering gathering, Wanted wanted, Cancellation cancellation)
      throws SQLException {
    try (ScatterRows rows =
        Gatherer.start(
            shards.router().router(),
            gathering,
            GatheredShards.arguments(),
            wanted,
            cancellation)) {
      while (rows.next()) {
        assertThat(rows.row()).isNotNull();
      }
      return rows.given();
    }
  }

  private SQLException failureOf(Gathering gathering) {
    return catchThrowableOfType(
        SQLException.class, () -> read(gathering, ONE_BY_ONE, new Cancellation()));
  }

  @Test
  void aStatementsErrorHasTheServersStateAndNamesTheShard() {
    // 0 is on the first shard, whose turn comes again behind six rows.
    SQLException failure = failureOf(merge(text("select 1 / n from numbers")));
    assertThat(failure.getSQLState()).isEqualTo("22012");
    assertThat((Throwable) failure)
        .hasMessageContaining("shard 0")
        .hasCauseInstanceOf(PSQLException.class);
    assertThat(failure.getCause()).hasMessageContaining("division by zero");
    assertThat(failureOf(finish("select 1 / n from numbers", NUMBERS)).getSQLState())
        .isEqualTo("22012");
    assertThat(failureOf(finish("select 'x'::int from numbers", NUMBERS)).getSQLState())
        .isEqualTo("22P02");
    assertThat(
            failureOf(finish("select n from numbers", pull("numbers", "nothing integer")))
                .getSQLState())
        .isEqualTo("42703");
    assertThat(failureOf(finish("select * from", NUMBERS)).getSQLState()).isEqualTo("42601");
  }

  @Test
  void anErrorInTheMiddleOfTheRowsIsNoEnd() throws SQLException {
    shards.executeOn(1, "insert into numbers select 7 from generate_series(1, 100)");
    shards.executeOn(1, "insert into numbers values (100)");
    SQLException failure =
        failureOf(merge(text("select n, 1 / (100 - n) from numbers order by 1"), ascending(1)));
    assertThat(failure.getSQLState()).isEqualTo("22012");
  }

  @Test
  void aShardThatIsDownIsNamed() throws SQLException {
    shards.close();
    EmbeddedShards servers = EmbeddedShards.servers(3);
    shards = GatheredShards.on(servers, config -> config);
    shards.execute("create table numbers (n int)");
    servers.stop(1);
    for (Gathering gathering :
        List.of(merge(text("select n from numbers")), finish("select n from numbers", NUMBERS))) {
      SQLException failure = failureOf(gathering);
      assertThat((Throwable) failure).isInstanceOf(ScatterException.class);
      assertThat(failure.getSQLState()).isEqualTo("SR008");
      assertThat((Throwable) failure).hasMessageContaining("shard 1 failed");
    }
  }

  @Test
  void aShardThatGoesDownMeanwhileIsNamed() throws SQLException {
    shards.executeOn(0, "insert into numbers select 7 from generate_series(1, 10000)");
    try (ResultSet rows =
        shards.open(merge(text("select n from numbers order by n"), ascending(1)), ONE_BY_ONE)) {
      rows.next();
      shards
          .cluster()
          .shards()
          .execute(
              0,
              "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                  + " and datname = current_database()");
      SQLException failure =
          catchThrowableOfType(
              SQLException.class,
              () -> {
                while (rows.next()) {
                  assertThat(rows.getInt(1)).isNotNegative();
                }
              });
      assertThat(failure.getSQLState()).isEqualTo("SR008");
      assertThat((Throwable) failure).hasMessageContaining("shard 0 failed");
    }
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void cancellingFromAnotherThreadEndsIt(Where where) throws Exception {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Long> reading = reading(where.gathering(), ONE_BY_ONE, cancellation);
    awaitSleepers();
    cancellation.cancel();
    assertThatThrownBy(() -> reading.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(SQLException.class)
        .rootCause()
        .hasMessageContaining("user request")
        .hasFieldOrPropertyWithValue("SQLState", "57014");
    assertNothingRuns();
  }

  @Test
  void whatWasCancelledBeforehandDoesNotBegin() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatThrownBy(() -> read(merge(text("select n from numbers")), Wanted.ALL, cancellation))
        .hasFieldOrPropertyWithValue("SQLState", "57014");
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void whatTakesTooLongIsCancelled(Where where) throws SQLException {
    Wanted soon = new Wanted(1, 0, Duration.ofSeconds(1));
    assertThatThrownBy(() -> read(where.gathering(), soon, new Cancellation()))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014");
    assertNothingRuns();
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void anInterruptIsAnError(Where where) throws Exception {
    List<Throwable> failures = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                read(where.gathering(), ONE_BY_ONE, new Cancellation());
              } catch (SQLException e) {
                failures.add(e);
                if (!Thread.currentThread().isInterrupted()) {
                  failures.add(new AssertionError("the interrupt is forgotten"));
                }
              }
            });
    reader.start();
    awaitSleepers();
    reader.interrupt();
    reader.join(20_000);
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0)).hasFieldOrPropertyWithValue("SQLState", "SR008");
    assertNothingRuns();
  }

  private CompletableFuture<Long> reading(
      Gathering gathering, Wanted wanted, Cancellation cancellation) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return read(gathering, wanted, cancellation);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  private int sessions(String condition) throws SQLException {
    int sessions = 0;
    for (int shard = 0; shard < 3; shard++) {
      sessions +=
          Integer.parseInt(
              shards
                  .cluster()
                  .ask(
                      shard,
                      "select count(*) from pg_stat_activity where datname = current_database()"
                          + " and pid <> pg_backend_pid() and "
                          + condition));
    }
    return sessions;
  }

  private void awaitSleepers() {
    await().until(() -> sessions("wait_event = 'PgSleep'") > 0);
  }

  private void assertNothingRuns() throws SQLException {
    assertThat(sessions("state <> 'idle'")).isZero();
    assertThat(ScatterProbe.active(shards.router())).isZero();
    ScatterProbe.requireUsable(shards.router());
  }

  @Test
  void manyAtOnceOverTheSmallestPoolsDoNotWaitForEachOther() throws Exception {
    shards.close();
    shards =
        GatheredShards.of(
            3, config -> config.pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "20000")));
    shards.execute("create table numbers (n int)");
    shards.insert("numbers", List.of("1", "2", "3", "4", "5", "6"));
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Gathering gathering =
          switch (i % 3) {
            case 0 -> merge(text("select n from numbers order by n"), ascending(1));
            case 1 -> finish("select n from numbers", NUMBERS);
            default ->
                finish(
                    "select n from numbers",
                    GatheredShards.withPrimaryKey(pull("numbers", "n integer"), "n"));
          };
      all.add(reading(gathering, ONE_BY_ONE, new Cancellation()));
    }
    for (CompletableFuture<Long> each : all) {
      assertThat(each.get(40, TimeUnit.SECONDS)).isEqualTo(6);
    }
  }

  @Test
  void textsThatWriteAreRefusedByTheServer() throws SQLException {
    shards.execute(
        "create function grow() returns int volatile language sql"
            + " as 'insert into numbers values (99) returning n'");
    assertThat(failureOf(merge(text("select grow()"))).getSQLState()).isEqualTo("25006");
    assertThat(shards.plainRows("select n from numbers where n = 99")).hasSize(1);
  }
}
