package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.shardrouter.ClusterHealth.ShardHealth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the operators of a service need on its first day. */
class DayOneTest {
  private static final String ROLE = "day_one_" + ProcessHandle.current().pid();
  private static final ShardKey ON_0 = ShardKey.of("user", "user-2");
  private static final ShardKey ON_1 = ShardKey.of("user", "user-1");

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
    cluster
        .shards()
        .execute(
            0,
            "drop role if exists " + ROLE,
            "create role " + ROLE + " login superuser password 'first-secret'");
    ShardedDataSource shards = cluster.router();
    assertThat(shards.route(ON_0).shard()).isZero();
    assertThat(shards.route(ON_1).shard()).isEqualTo(1);
  }

  @AfterAll
  static void stop() throws SQLException {
    cluster.shards().execute(0, "drop role if exists " + ROLE);
    cluster.close();
  }

  @Test
  void rotatedPasswordIsPickedUpWithoutARestart() throws SQLException {
    AtomicReference<String> vault = new AtomicReference<>("first-secret");
    ShardedDataSource shards = cluster.router(loggingInBy(PasswordSource.from(vault::get)));
    assertThat(ask(shards, ON_1, "select current_user")).isEqualTo(ROLE);
    cluster.shards().execute(0, "alter role " + ROLE + " password 'second-secret'");
    try {
      vault.set("second-secret");
      String before = ask(shards, ON_1, "select pg_backend_pid()");
      cluster
          .shards()
          .execute(
              0,
              "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                  + ROLE
                  + "'");
      await()
          .ignoreExceptions()
          .until(() -> !ask(shards, ON_1, "select pg_backend_pid()").equals(before));
    } finally {
      cluster.shards().execute(0, "alter role " + ROLE + " password 'first-secret'");
    }
  }

  @Test
  void passwordIsAskedForOnceForEachPhysicalConnection() throws SQLException {
    AtomicInteger asked = new AtomicInteger();
    ShardedDataSource shards =
        cluster.router(
            loggingInBy(
                () -> {
                  asked.incrementAndGet();
                  return "first-secret";
                }));
    ask(shards, ON_1, "select 1");
    int once = asked.get();
    for (int i = 0; i < 5; i++) {
      ask(shards, ON_1, "select 1");
    }
    assertThat(asked).as("the same connection, again and again").hasValue(once);
    try (Connection first = shards.getConnection(ON_1);
        Connection second = shards.getConnection(ON_1)) {
      assertThat(first).isNotSameAs(second);
      assertThat(asked).hasValue(once + 1);
    }
  }

  @Test
  void eachPoolsInitSqlRunsOnItsConnections() throws SQLException {
    ShardedDataSource shards = cluster.router(with(Map.of(), initSql("zero"), initSql("one")));
    assertThat(ask(shards, ON_0, "select current_setting('day.one')")).isEqualTo("zero");
    assertThat(ask(shards, ON_1, "select current_setting('day.one')")).isEqualTo("one");
  }

  private static Map<String, String> initSql(String mark) {
    return Map.of("connectionInitSql", "set day.one = '" + mark + "'", "minimumIdle", "0");
  }

  @Test
  void driverSettingsGoThroughTheUrlVerbatim() throws SQLException {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (ShardConfig shard : cluster.config().shards()) {
      String url = shard.url() + "?ApplicationName=first%20day&options=-c%20work_mem=7MB";
      builder.shard(ShardConfig.of(shard.id(), url, shard.username(), shard.password()));
    }
    ShardedDataSource shards = cluster.router(groups(builder).build());
    assertThat(ask(shards, ON_0, "show application_name")).isEqualTo("first day");
    assertThat(ask(shards, ON_1, "show work_mem")).isEqualTo("7MB");
  }

  @Test
  void startIsLoggedInOneLineForEachShardAndOneForAll() throws SQLException {
    List<String> lines = logged("io.shardrouter", Level.INFO, () -> cluster.router().close());
    assertThat(lines).filteredOn(line -> line.startsWith("shard 0: PostgreSQL ")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.startsWith("shard 1: PostgreSQL ")).hasSize(1);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("shard 1"))
        .allSatisfy(line -> assertThat(line).contains("max_connections 300"));
    assertThat(lines).filteredOn(line -> line.contains("may open 8 connections in all")).hasSize(1);
    assertThat(lines).hasSize(3);
  }

  @Test
  void passwordShowsNeitherInLogsNorInErrors() {
    ShardRouterConfig wrong = loggingInBy(PasswordSource.fixed("hush-hush"));
    List<String> errors = new ArrayList<>();
    List<String> lines =
        logged(
            org.slf4j.Logger.ROOT_LOGGER_NAME,
            Level.TRACE,
            () ->
                assertThatThrownBy(() -> ShardedDataSource.open(wrong))
                    .isInstanceOf(ShardUnavailableException.class)
                    .hasMessageContaining("password authentication failed")
                    .satisfies(e -> messages(e, errors)));
    assertThat(lines).isNotEmpty();
    assertThat(errors).isNotEmpty();
    lines.addAll(errors);
    lines.add(wrong.toString());
    assertThat(lines).noneMatch(line -> line.contains("hush-hush"));
  }

  private static void messages(Throwable e, List<String> into) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      into.add(String.valueOf(t));
      for (Throwable suppressed : t.getSuppressed()) {
        messages(suppressed, into);
      }
    }
  }

  @Test
  void manyThreadsShareADataSourceAndLeaveNoConnectionBehind() throws Exception {
    ShardedDataSource shards = cluster.router();
    ExecutorService executor = Executors.newFixedThreadPool(12);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < 12; thread++) {
        Random random = new Random(thread);
        work.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    transfer(shards, "smoke-" + random.nextInt(40), random);
                  }
                  return null;
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(shards.health(Duration.ofSeconds(5)).shards())
        .extracting(ShardHealth::active)
        .containsOnly(0);
    assertThat(shards.router().operationsInFlight()).isZero();
    assertThat(
            Long.parseLong(cluster.ask(0, "select coalesce(sum(balance), 0) from users"))
                + Long.parseLong(cluster.ask(1, "select coalesce(sum(balance), 0) from users")))
        .isEqualTo(12 * 60);
  }

  /** Adds one to a user, in autocommit, in a transaction, or after a failure. */
  private static void transfer(ShardedDataSource shards, String user, Random random)
      throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of("user", user))) {
      int way = random.nextInt(3);
      if (way == 2) {
        try (Statement statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute("select 1/0"))
              .isInstanceOf(SQLException.class);
        }
      }
      connection.setAutoCommit(way == 0);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into users (id, balance) values (?, 1)"
                  + " on conflict (id) do update set balance = users.balance + 1")) {
        statement.setString(1, user);
        statement.executeUpdate();
      }
      if (way != 0) {
        connection.commit();
      }
    }
  }

  private static ShardRouterConfig loggingInBy(PasswordSource password) {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (ShardConfig shard : cluster.config().shards()) {
      builder.shard(ShardConfig.of(shard.id(), shard.url(), ROLE, password));
    }
    return groups(builder)
        .pool(Map.of("maximumPoolSize", "4", "minimumIdle", "0", "connectionTimeout", "1000"))
        .build();
  }

  private static ShardRouterConfig with(
      Map<String, String> all, Map<String, String> of0, Map<String, String> of1) {
    List<ShardConfig> shards = cluster.config().shards();
    return groups(ShardRouterConfig.builder())
        .shard(shards.get(0).withPool(of0))
        .shard(shards.get(1).withPool(of1))
        .pool(all)
        .build();
  }

  private static ShardRouterConfigBuilder groups(ShardRouterConfigBuilder builder) {
    cluster.config().groups().values().forEach(builder::group);
    return builder;
  }

  private static String ask(ShardedDataSource shards, ShardKey key, String sql)
      throws SQLException {
    try (Connection connection = shards.getConnection(key);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private interface Action {
    void run() throws SQLException;
  }

  /** What is logged at {@code level} and above while {@code action} runs, with its exceptions. */
  private static List<String> logged(String name, Level level, Action action) {
    Logger logger = (Logger) LoggerFactory.getLogger(name);
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.setLevel(level);
    logger.addAppender(appender);
    try {
      action.run();
    } catch (SQLException e) {
      throw new AssertionError(e);
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(appender.list)) {
      StringBuilder line = new StringBuilder(event.getFormattedMessage());
      for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
        line.append(' ').append(t.getMessage());
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
