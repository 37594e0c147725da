package io.shardrouter;

import static io.shardrouter.GatheredShards.ascending;
import static io.shardrouter.GatheredShards.finish;
import static io.shardrouter.GatheredShards.merge;
import static io.shardrouter.GatheredShards.pull;
import static io.shardrouter.GatheredShards.text;
import static io.shardrouter.GatheredShards.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Wanted;
import io.shardrouter.internal.metrics.Telemetry;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Amount;
import io.shardrouter.internal.sql.Gathering.Pull;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A scatter while keys move: each of them is in the answer exactly once. */
@Timeout(60)
class ScatterTrafficTest {
  private TestCluster cluster;
  private ShardedDataSource router;

  @BeforeEach
  void start() throws SQLException {
    cluster = TestCluster.of(3);
    router = cluster.router();
  }

  @AfterEach
  void stop() {
    assertThat(ScatterProbe.active(router)).isZero();
    cluster.close();
  }

  /** As a move does: the row and its account, in one transaction. */
  private static void giveOrTake(
      Connection shard, String row, int peer, String direction, long checksum) throws SQLException {
    try (Statement statement = shard.createStatement()) {
      shard.setAutoCommit(false);
      statement.execute(row);
      statement.execute(
          "insert into shard_router.traffic values (%d, '%s', 1, %d)"
                  .formatted(peer, direction, checksum)
              + " on conflict (peer, direction) do update"
              + " set moves = traffic.moves + 1, checksum = traffic.checksum + excluded.checksum");
      shard.commit();
    }
  }

  private void account(int shard, int peer, String direction, long moves, long checksum)
      throws SQLException {
    cluster
        .shards()
        .execute(
            shard,
            "insert into shard_router.traffic values (%d, '%s', %d, %d)"
                .formatted(peer, direction, moves, checksum));
  }

  private long count(ScatterQuery query) throws SQLException {
    long count = 0;
    try (ScatterResult result = router.scatter(query)) {
      while (result.next()) {
        count += result.row().getLong(1);
      }
    }
    return count;
  }

  @Test
  void everySampleIsExactWhileRowsMove() throws Exception {
    cluster
        .shards()
        .execute(0, "insert into users (id) select 'u' || i from generate_series(1, 60) i");
    AtomicInteger repeated = countRepeats(() -> {});
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> moves = CompletableFuture.supplyAsync(() -> moveUntil(done));
    ScatterQuery counting = ScatterQuery.of("select count(*) from users");
    ScatterQuery listing = ScatterQuery.of("select 1 from users").fetchSize(7);
    try {
      for (int sample = 0; sample < 400 || repeated.get() == 0; sample++) {
        assertThat(count(sample % 2 == 0 ? counting : listing))
            .as("sample %d", sample)
            .isEqualTo(60);
      }
    } finally {
      done.set(true);
    }
    assertThat(moves.orTimeout(30, TimeUnit.SECONDS).join()).isPositive();
  }

  /** The users that a gathering gives. */
  private long count(Gathering gathering) throws SQLException {
    try (ScatterRows rows = GatheredShards.start(router, gathering, Wanted.ALL)) {
      String last = "";
      while (rows.next()) {
        assertThat(rows.row().getString(1)).isGreaterThan(last);
        last = rows.row().getString(1);
      }
      return rows.given();
    }
  }

  @Test
  void gatheredRowsAreExactWhileTheyMove() throws Exception {
    cluster
        .shards()
        .execute(0, "insert into users (id) select 'u' || i from generate_series(1, 60) i");
    AtomicInteger repeated = countRepeats(() -> {});
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> moves = CompletableFuture.supplyAsync(() -> moveUntil(done));
    List<Gathering> gatherings =
        List.of(
            merge(text("select id from users order by id"), ascending(1)),
            window(
                merge(text("select id from users order by id limit 60"), ascending(1)),
                null,
                new Amount.Constant(60)),
            // Two tables are read one after the other, of the same snapshots.
            finish(
                "select a.id from users a join again b using (id) order by id",
                pull("users", "id text"),
                new Pull(
                    "again",
                    pull("users", "id text").columns(),
                    ImmutableList.of(),
                    text("select id from users"))));
    try {
      for (int sample = 0; sample < 300 || repeated.get() == 0; sample++) {
        assertThat(count(gatherings.get(sample % 3))).as("sample %d", sample).isEqualTo(60);
      }
    } finally {
      done.set(true);
    }
    assertThat(moves.orTimeout(30, TimeUnit.SECONDS).join()).isPositive();
  }

  @Test
  void rowsAreOfTheVerySnapshotOfTheAccount() throws Exception {
    cluster.shards().execute(0, "insert into users (id) values ('u')");
    try (Connection zero = cluster.shards().connect(0);
        Connection one = cluster.shards().connect(1);
        Statement lock = one.createStatement()) {
      one.setAutoCommit(false);
      lock.execute("lock table users in access exclusive mode");
      CompletableFuture<Long> rows =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return count(ScatterQuery.of("select 1 from users"));
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      // Shard 0 has answered, and shard 1 has read its account but not its rows.
      await().until(() -> sessions(0, "state = 'idle in transaction'") == 1);
      await().until(() -> sessions(1, "wait_event_type = 'Lock'") == 1);
      giveOrTake(zero, "delete from users", 1, "given", 7);
      giveOrTake(one, "insert into users (id) values ('u')", 0, "taken", 7);
      assertThat(rows.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  private int sessions(int shard, String condition) throws SQLException {
    return Integer.parseInt(
        cluster.ask(
            shard,
            "select count(*) from pg_stat_activity where datname = current_database() and "
                + condition));
  }

  /** Moves users among the shards at random, one commit on the giver and then one on the taker. */
  private int moveUntil(AtomicBoolean done) {
    int[] holder = new int[61];
    int moves = 0;
    try (Connection zero = cluster.shards().connect(0);
        Connection one = cluster.shards().connect(1);
        Connection two = cluster.shards().connect(2)) {
      Connection[] shards = {zero, one, two};
      while (!done.get()) {
        int user = ThreadLocalRandom.current().nextInt(1, 61);
        int from = holder[user];
        int to = (from + ThreadLocalRandom.current().nextInt(1, 3)) % 3;
        long id = ThreadLocalRandom.current().nextLong();
        String row = "'u" + user + "'";
        giveOrTake(shards[from], "delete from users where id = " + row, to, "given", id);
        giveOrTake(shards[to], "insert into users (id) values (" + row + ")", from, "taken", id);
        holder[user] = to;
        moves++;
      }
      return moves;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts repeated readings, and runs {@code then} at each. */
  private AtomicInteger countRepeats(Runnable then) {
    AtomicInteger repeated = new AtomicInteger();
    router
        .router()
        .telemetry(
            new Telemetry() {
              @Override
              public void scatterRepeated() {
                repeated.incrementAndGet();
                then.run();
              }
            });
    return repeated;
  }

  @Test
  void aMoveThatSettlesMeanwhileIsWaitedFor() throws SQLException {
    cluster.shards().execute(2, "insert into users (id) values ('stays')");
    account(0, 1, "given", 1, 77);
    AtomicBoolean adopted = new AtomicBoolean();
    AtomicInteger repeated =
        countRepeats(
            () -> {
              if (adopted.compareAndSet(false, true)) {
                try (Connection taker = cluster.shards().connect(1)) {
                  giveOrTake(taker, "insert into users (id) values ('moved')", 0, "taken", 77);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    assertThat(count(ScatterQuery.of("select 1 from users").fetchSize(1))).isEqualTo(2);
    assertThat(repeated).hasValue(1);
  }

  @Test
  void aMoveThatNeverSettlesEndsWithinTheTimeoutForAnotherTry() throws SQLException {
    assertThat(count(ScatterQuery.of("select 1"))).isEqualTo(3);
    account(0, 1, "given", 1, 77);
    account(1, 0, "taken", 1, 78);
    ScatterException failure =
        catchThrowableOfType(
            ScatterException.class,
            () -> count(ScatterQuery.of("select 1").timeout(Duration.ofSeconds(1))));
    assertThat(failure.getSQLState()).isEqualTo("40001");
    assertThat((Throwable) failure)
        .hasMessageContaining("moves from shard 0 to shard 1 did not settle");
    assertThat(failure.outcomes()).hasSize(3).allMatch(outcome -> outcome.rows() == 0);
  }

  @Test
  void aMoveThatNeverSettlesEndsWithoutATimeoutToo() throws SQLException {
    account(2, 1, "taken", 1, 5);
    assertThatThrownBy(() -> count(ScatterQuery.of("select 1")))
        .isInstanceOf(ScatterException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("40001");
  }

  @Test
  void namedShardsNeedToAgreeAmongThemselvesAlone() throws SQLException {
    account(0, 1, "given", 1, 77);
    assertThat(count(ScatterQuery.of("select 1").onShards(0, 2))).isEqualTo(2);
    assertThat(count(ScatterQuery.of("select 1").onShards(1))).isEqualTo(1);
  }

  @Test
  void accountsThatAgreeGoThroughWithTheSmallestFetchSize() throws SQLException {
    account(0, 1, "given", 3, 77);
    account(1, 0, "taken", 3, 77);
    account(1, 2, "given", 1, 5);
    account(2, 1, "taken", 1, 5);
    account(1, 0, "given", 2, 9);
    account(0, 1, "taken", 2, 9);
    AtomicInteger repeated = countRepeats(() -> {});
    assertThat(count(ScatterQuery.of("select generate_series(1, 3)").fetchSize(1))).isEqualTo(18);
    assertThat(repeated).hasValue(0);
  }

  @Test
  void movesWithAShardThatIsNotConfiguredAskForNewConfiguration() throws SQLException {
    account(1, 9, "given", 1, 77);
    assertThatThrownBy(() -> count(ScatterQuery.of("select 1")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("shard 1 has moved rows to or from shard 9")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR007");
  }

  @Test
  void telemetryHearsOfEachScatterOnce() throws SQLException {
    List<String> heard = new CopyOnWriteArrayList<>();
    router
        .router()
        .telemetry(
            new Telemetry() {
              @Override
              public boolean isMeasuring() {
                return true;
              }

              @Override
              public void scatter(int width, long nanos, Outcome outcome) {
                heard.add(width + " " + outcome + " " + (nanos > 0));
              }
            });
    assertThat(count(ScatterQuery.of("select 1"))).isEqualTo(3);
    ScatterResult early = router.scatter(ScatterQuery.of("select 1").onShards(1));
    assertThat(router.router().operationsInFlight()).isEqualTo(1);
    early.close();
    assertThatThrownBy(() -> router.scatter("select 1/0")).isInstanceOf(ScatterException.class);
    assertThat(heard).containsExactly("3 SUCCESS true", "1 SUCCESS true", "3 FAILURE true");
    assertThat(router.router().operationsInFlight()).isZero();
  }
}
