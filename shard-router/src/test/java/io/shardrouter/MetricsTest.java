package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardrouter.internal.metrics.MetricName;
import io.shardrouter.internal.metrics.Telemetry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the router measures of real statements. */
class MetricsTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final int HOME = 3;
  private static final String KEY_LOCK = "(1397248580, shard_router.key_lock('user', 'user-1'))";

  private static TestCluster cluster;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private ShardedDataSource shards;
  private int slot;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(4);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void measuredRouter() throws SQLException {
    cluster.shards().executeOnAll("truncate users cascade", "delete from shard_router.placement");
    cluster.shards().execute(HOME, "insert into users (id, name) values ('user-1', 'home')");
    shards = cluster.router();
    slot = shards.route(KEY).slot();
    new ShardRouterMetrics(shards).bindTo(registry);
  }

  @Test
  void statementsAreTimedOnTheirShard() throws SQLException {
    run("select 1");
    run("select pg_sleep(0.05)");
    assertThat(statements(HOME, "success").count()).isEqualTo(2);
    assertThat(statements(HOME, "success").totalTime(TimeUnit.MILLISECONDS)).isBetween(50.0, 9e3);
    assertThat(statements(HOME, "failure").count()).isZero();
    assertThat(statements(0, "success").count()).isZero();
  }

  @Test
  void failuresAreCountedApart() {
    assertThatThrownBy(() -> run("select 1/0")).isInstanceOf(SQLException.class);
    assertThat(statements(HOME, "failure").count()).isEqualTo(1);
    assertThat(statements(HOME, "success").count()).isZero();
    assertThat(active()).isZero();
  }

  @Test
  void redirectIsCountedWhereTheKeyWasAndIsNoFailure() throws SQLException {
    cluster.moveUser("user-1", slot, HOME, 1, 1);
    run("select 1");
    assertThat(redirects(HOME)).isEqualTo(1);
    assertThat(redirects(1)).isZero();
    assertThat(statements(HOME, "failure").count()).isZero();
    assertThat(statements(1, "success").count()).isEqualTo(1);
    assertThat(active()).isZero();
  }

  @Test
  void moveThatTheCallerMustBeToldOfIsAFailure() throws SQLException {
    try (Connection connection = shards.getConnection(KEY);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      cluster.moveUser("user-1", slot, HOME, 1, 1);
      assertThatThrownBy(() -> statement.execute("select 1"))
          .isInstanceOf(ShardMovedException.class);
    }
    assertThat(redirects(HOME)).isEqualTo(1);
    assertThat(statements(HOME, "failure").count()).isEqualTo(1);
  }

  @Test
  void guardThatWaitsForAMoveIsTimed() throws Exception {
    try (Connection mover = fence()) {
      during(() -> run("select 1"), () -> lift(mover));
    }
    assertThat(guardWaits(HOME).count()).isEqualTo(1);
    assertThat(guardWaits(HOME).totalTime(TimeUnit.MILLISECONDS)).isPositive();
  }

  @Test
  void guardOfItsOwnRoundTripIsTimedToo() throws Exception {
    try (Connection mover = fence()) {
      during(
          () -> {
            try (Connection connection = shards.getConnection(KEY);
                Statement statement = connection.createStatement()) {
              statement.addBatch("update users set name = 'a'");
              statement.addBatch("update users set name = 'b'");
              return statement.executeBatch();
            }
          },
          () -> lift(mover));
    }
    assertThat(guardWaits(HOME).count()).isEqualTo(1);
  }

  @Test
  void guardThatWaitedAndThenFoundTheKeyGoneIsTimed() throws Exception {
    try (Connection mover = fence()) {
      during(
          () -> run("select 1"),
          () -> {
            cluster.moveUser("user-1", slot, HOME, 1, 1);
            lift(mover);
          });
    }
    assertThat(guardWaits(HOME).count()).isEqualTo(1);
    assertThat(redirects(HOME)).isEqualTo(1);
  }

  @Test
  void guardThatGaveUpIsTimed() throws SQLException {
    SimpleMeterRegistry impatient = new SimpleMeterRegistry();
    ShardRouterConfig config =
        TestCluster.config(cluster.shards()).guardWait(Duration.ofMillis(20)).build();
    try (ShardedDataSource router = ShardedDataSource.open(config);
        Connection mover = fence()) {
      new ShardRouterMetrics(router).bindTo(impatient);
      try (Connection connection = router.getConnection(KEY);
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("select 1"))
            .isInstanceOf(ShardUnavailableException.class);
      }
      assertThat(mover.isClosed()).isFalse();
    }
    Timer waits = impatient.get(MetricName.GUARD_WAITS.id()).tag("shard", "3").timer();
    assertThat(waits.count()).isEqualTo(1);
    assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(20);
  }

  @Test
  void operationsAreCountedWhileTheyRun() throws Exception {
    assertThat(active()).isZero();
    try (Connection mover = fence()) {
      during(
          () -> run("select 1"),
          () -> {
            assertThat(active()).isEqualTo(1);
            lift(mover);
          });
    }
    assertThat(active()).isZero();
  }

  @Test
  void poolsReportUnderTheirShardsNames() throws SQLException {
    try (Connection connection = shards.getConnection(KEY)) {
      assertThat(connection.isClosed()).isFalse();
      assertThat(registry.get("hikaricp.connections.active").tag("pool", "shard-3").gauge().value())
          .isEqualTo(1);
      assertThat(registry.get("hikaricp.connections.max").tag("pool", "shard-0").gauge().value())
          .isEqualTo(4);
    }
  }

  @Test
  void secondRegistryIsRefused() {
    assertThatThrownBy(() -> new ShardRouterMetrics(shards).bindTo(new SimpleMeterRegistry()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CompositeMeterRegistry");
  }

  @Test
  void everyNameIsRegisteredAtOnceAndNoOther() {
    assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()).distinct())
        .filteredOn(name -> !name.startsWith("hikaricp"))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void tagsHaveFewValues() throws SQLException {
    run("select 1");
    List<Meter.Id> before = registry.getMeters().stream().map(Meter::getId).toList();
    for (int i = 0; i < 50; i++) {
      try (Connection connection = shards.getConnection(ShardKey.of("user", "user-" + i));
          Statement statement = connection.createStatement()) {
        statement.execute("select " + i);
      }
    }
    assertThat(registry.getMeters().stream().map(Meter::getId).toList())
        .containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void recordingAllocatesNothing() {
    Telemetry telemetry = shards.router().telemetry();
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    record(telemetry, 50_000);
    long before = threads.getThreadAllocatedBytes(id);
    record(telemetry, 50_000);
    // A boxed id or a key for a look-up would be a megabyte or more; the bean itself takes some.
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(50_000);
  }

  private static void record(Telemetry telemetry, int times) {
    for (int i = 0; i < times; i++) {
      telemetry.statement(HOME, i, Telemetry.Outcome.SUCCESS);
    }
  }

  @Test
  void documentListsExactlyTheseNames() throws Exception {
    String document = Files.readString(Path.of("../src/docs/metrics.md"));
    assertThat(
            Pattern.compile("^\\| `(shardrouter\\.[a-z.]+)` \\| ([a-z]+) ", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(MetricName.values())
                .map(
                    name ->
                        name.id() + " " + name.kind().toString().toLowerCase(java.util.Locale.ROOT))
                .toList());
  }

  private static List<String> names() {
    return Arrays.stream(MetricName.values()).map(MetricName::id).toList();
  }

  private Boolean run(String sql) throws SQLException {
    try (Connection connection = shards.getConnection(KEY);
        Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private Timer statements(int shard, String outcome) {
    return registry
        .get("shardrouter.statements")
        .tags("shard", String.valueOf(shard), "outcome", outcome)
        .timer();
  }

  private Timer guardWaits(int shard) {
    return registry.get("shardrouter.guard.waits").tag("shard", String.valueOf(shard)).timer();
  }

  private double redirects(int shard) {
    return registry
        .get("shardrouter.redirects")
        .tag("shard", String.valueOf(shard))
        .counter()
        .count();
  }

  private double active() {
    return registry.get("shardrouter.operations.active").gauge().value();
  }

  /** Keeps everybody off the key, as a mover does; until the connection is closed. */
  private static Connection fence() throws SQLException {
    Connection mover = cluster.shards().connect(HOME);
    try (Statement statement = mover.createStatement()) {
      statement.execute("select pg_advisory_lock" + KEY_LOCK);
    }
    return mover;
  }

  private static void lift(Connection mover) throws SQLException {
    try (Statement statement = mover.createStatement()) {
      statement.execute("select pg_advisory_unlock" + KEY_LOCK);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Runs {@code step} once the guard of {@code work} waits, then waits for the work's end. */
  private static void during(Callable<?> work, Step step) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<?> running = executor.submit(work);
      await()
          .until(
              () ->
                  cluster
                      .ask(
                          HOME,
                          "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                              + " where locktype = 'advisory' and not granted"
                              + " and d.datname = current_database()")
                      .equals("1"));
      step.run();
      running.get(30, TimeUnit.SECONDS);
    } finally {
      executor.shutdownNow();
    }
  }
}
