package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The end of a data source. */
class ClosingTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final int HOME = 1;

  private static TestCluster cluster;
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void endThreads() {
    executor.shutdownNow();
  }

  @Test
  void connectionInUseIsWaitedForWhileNewOnesAreRefused() throws Exception {
    ShardedDataSource shards = router(Duration.ofMinutes(5));
    Future<?> closing;
    try (Connection used = shards.getConnection(KEY)) {
      closing = executor.submit(shards::close);
      await().until(() -> isClosed(shards));
      try (Statement statement = used.createStatement()) {
        assertThat(statement.execute("select 1")).isTrue();
      }
      assertThat(closing).isNotDone();
    }
    closing.get(30, TimeUnit.SECONDS);
    // A server's process outlives its connection for a moment.
    await().untilAsserted(() -> assertThat(sessions(shards)).isEqualTo("0"));
    assertThatThrownBy(() -> shards.shardDataSource(0))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08003");
  }

  @Test
  void whatStillRunsAfterTheTimeoutIsCancelledOnTheServer() throws Exception {
    ShardedDataSource shards = router(Duration.ofMillis(50));
    assertCancelled(shards, shards::close);
  }

  @Test
  void interruptEndsTheWaitAndCancelsToo() throws Exception {
    ShardedDataSource shards = router(Duration.ofMinutes(5));
    assertCancelled(
        shards,
        () -> {
          Thread.currentThread().interrupt();
          shards.close();
          assertThat(Thread.interrupted()).isTrue();
        });
  }

  private void assertCancelled(ShardedDataSource shards, Runnable closing) throws Exception {
    Future<Boolean> running =
        executor.submit(
            () -> {
              try (Connection connection = shards.getConnection(KEY);
                  Statement statement = connection.createStatement()) {
                return statement.execute("select pg_sleep(600)");
              }
            });
    await().until(() -> sleepers().equals("1"));
    CompletableFuture.runAsync(closing, executor).get(30, TimeUnit.SECONDS);
    await().until(() -> sleepers().equals("0"));
    assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void secondCloseDoesNothing() throws SQLException {
    ShardedDataSource shards = router(Duration.ofSeconds(1));
    shards.close();
    shards.close();
    assertThat(isClosed(shards)).isTrue();
  }

  private static ShardedDataSource router(Duration shutdownTimeout) throws SQLException {
    return cluster.router(
        TestCluster.config(cluster.shards()).shutdownTimeout(shutdownTimeout).build());
  }

  private static boolean isClosed(ShardedDataSource shards) throws SQLException {
    try (Connection connection = shards.getConnection()) {
      return connection.isClosed();
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("08003");
      return true;
    }
  }

  private static String sleepers() throws SQLException {
    return cluster.ask(
        HOME,
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and state = 'active' and query like '%pg_sleep(600)%' and pid <> pg_backend_pid()");
  }

  private static String sessions(ShardedDataSource shards) throws SQLException {
    assertThat(isClosed(shards)).isTrue();
    return cluster.ask(
        HOME,
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and backend_type = 'client backend' and pid <> pg_backend_pid()");
  }
}
