package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router behind a JDBC URL. */
class ShardedDriverTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static String url;

  private final Deque<Runnable> idleTimers = new ArrayDeque<>();
  private final List<ShardedDataSource> opened = new ArrayList<>();
  private final SharedDataSources sources =
      new SharedDataSources(
          at -> {
            ShardedDataSource source = ShardedDriver.open(at);
            opened.add(source);
            return source;
          },
          idleTimers::add);
  private final ShardedDriver driver = new ShardedDriver(sources);

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.of(2);
    Path file = Files.writeString(directory.resolve("shards.yaml"), yaml());
    url = "jdbc:shardrouter:" + file;
  }

  private static String yaml() {
    StringBuilder yaml = new StringBuilder("shards:\n");
    for (int id = 0; id < 2; id++) {
      yaml.append(
          "  - {id: %d, url: \"%s\", username: %s, password: \"%s\"}%n"
              .formatted(
                  id,
                  cluster.shards().url(id),
                  cluster.shards().username(),
                  cluster.shards().password()));
    }
    return yaml
        + """
        groups:
          user:
            strategy: md5
            layout: [0, 1]
            tables: {users: id, consciousness_states: user_id}
          day:
            strategy: month
            layout: [0, 1]
            tables: {daily_metrics: day}
        pool: {maximumPoolSize: 3, minimumIdle: 0}
        """;
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void driverManagerFindsItByTheUrl() throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setShardingKey(KEY);
      assertThat(one(connection)).isEqualTo(1);
    }
    assertThat(DriverManager.getDriver(url)).isInstanceOf(ShardedDriver.class);
  }

  @Test
  void poolAroundItTakesTheBoundKey() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      int answer =
          ShardScope.call(
              KEY,
              () -> {
                try (Connection connection = pool.getConnection()) {
                  return one(connection);
                }
              });
      assertThat(answer).isEqualTo(1);
    }
  }

  @Test
  void resourceOfTheClassPathIsRead() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      try (Connection connection = connect("jdbc:shardrouter:classpath:shards.yaml")) {
        connection.setShardingKey(KEY);
        assertThat(one(connection)).isEqualTo(1);
      }
    } finally {
      thread.setContextClassLoader(before);
      idleTimers.forEach(Runnable::run);
    }
  }

  @Test
  void equalUrlsShareOneDataSource() throws SQLException {
    try (Connection first = connect(url);
        Connection second = connect(url)) {
      assertThat(first).isNotSameAs(second);
      assertThat(opened).hasSize(1);
    }
    idleTimers.remove().run();
  }

  @Test
  void lastConnectionsEndClosesTheDataSourceAfterTheIdleTime() throws SQLException {
    Connection first = connect(url);
    Connection second = connect(url);
    first.close();
    first.close();
    assertThat(idleTimers).isEmpty();
    second.abort(Runnable::run);
    second.close();
    assertThat(idleTimers).hasSize(1);
    assertThat(isOpen(opened.get(0))).isTrue();
    idleTimers.remove().run();
    assertThat(isOpen(opened.get(0))).isFalse();
    assertThat(sources.size()).isZero();
    assertThat(idleTimers).isEmpty();
  }

  @Test
  void useWithinTheIdleTimeKeepsItOpenForAnotherOne() throws SQLException {
    connect(url).close();
    for (int i = 0; i < 5; i++) {
      connect(url).close();
    }
    assertThat(idleTimers).as("one timer, however many come and go").hasSize(1);
    idleTimers.remove().run();
    assertThat(isOpen(opened.get(0))).isTrue();
    assertThat(idleTimers).hasSize(1);
    idleTimers.remove().run();
    assertThat(isOpen(opened.get(0))).isFalse();
  }

  @Test
  void connectionInUseKeepsItOpen() throws SQLException {
    connect(url).close();
    try (Connection used = connect(url)) {
      idleTimers.remove().run();
      assertThat(used.isClosed()).isFalse();
      assertThat(isOpen(opened.get(0))).isTrue();
    }
    idleTimers.remove().run();
    assertThat(isOpen(opened.get(0))).isFalse();
  }

  @Test
  void closedDataSourceIsOpenedAnewWhenItIsAskedForAgain() throws SQLException {
    connect(url).close();
    idleTimers.remove().run();
    try (Connection again = connect(url)) {
      again.setShardingKey(KEY);
      assertThat(one(again)).isEqualTo(1);
    }
    assertThat(opened).hasSize(2);
    idleTimers.remove().run();
  }

  @Test
  void userAndPasswordAreRefusedUnseen() {
    assertThatThrownBy(() -> DriverManager.getConnection(url, "somebody", "hush-hush"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("without user and password")
        .hasMessageNotContaining("hush-hush")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR004");
  }

  @Test
  void unknownPropertyIsRefusedByItsName() {
    Properties info = new Properties();
    info.setProperty("ApplicationName", "hush-hush");
    assertThatThrownBy(() -> driver.connect(url, info))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ApplicationName")
        .hasMessageNotContaining("hush-hush");
    assertThat(opened).isEmpty();
  }

  @Test
  void wrongConfigurationIsAnSqlExceptionAndIsReadAnewNextTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> connect("jdbc:shardrouter:/no/such/file.yaml"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("/no/such/file.yaml");
    }
    assertThatThrownBy(() -> connect("jdbc:shardrouter:")).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> connect(url + "?ssl=true"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("without parameters");
    assertThat(sources.size()).isZero();
  }

  @Test
  void urlsOfOtherDriversAreLeftToThem() throws SQLException {
    assertThat(driver.acceptsURL("jdbc:postgresql://localhost/app")).isFalse();
    assertThat(driver.connect("jdbc:postgresql://localhost/app", new Properties())).isNull();
  }

  @Test
  void versionIsTheBuilds() throws Exception {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>%d.%d.".formatted(driver.getMajorVersion(), driver.getMinorVersion()));
    assertThat(driver.jdbcCompliant()).isFalse();
    assertThat(driver.getPropertyInfo(url, null)).isEmpty();
  }

  private Connection connect(String at) throws SQLException {
    Connection connection = driver.connect(at, new Properties());
    assertThat(connection).isNotNull();
    return connection;
  }

  private static boolean isOpen(ShardedDataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("08003");
      return false;
    }
  }

  private static int one(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select 1");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}
