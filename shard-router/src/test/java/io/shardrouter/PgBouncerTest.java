package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keyed work through PgBouncer in transaction pooling, with fewer server sessions than clients.
 * Runs where {@code -Dpgbouncer=/path/to/pgbouncer} says where the program is.
 */
@EnabledIfSystemProperty(named = "pgbouncer", matches = ".+")
class PgBouncerTest {
  private static final int CLIENTS = 8;
  private static final int SESSIONS = 2;
  private static final int ROUNDS = 40;

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static Process bouncer;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.of(2);
    port = freePort();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), settings());
    bouncer =
        new ProcessBuilder(System.getProperty("pgbouncer"), "-u", "nobody", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbouncer.log").toFile())
            .start();
    await().ignoreExceptions().until(PgBouncerTest::answers);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String settings() {
    StringBuilder settings = new StringBuilder("[databases]\n");
    for (int shard = 0; shard < 2; shard++) {
      URI server = URI.create(cluster.shards().url(shard).substring("jdbc:".length()));
      settings.append(
          "s%d = host=127.0.0.1 port=%d dbname=%s user=%s password=%s%n"
              .formatted(
                  shard,
                  server.getPort(),
                  server.getPath().substring(1),
                  cluster.shards().username(),
                  cluster.shards().password()));
    }
    return settings
        + """
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = %d
        ignore_startup_parameters = extra_float_digits,options
        """
            .formatted(port, SESSIONS);
  }

  private static boolean answers() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(0), "anybody", "")) {
      return connection.isValid(1);
    }
  }

  private static String url(int shard) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/s" + shard + "?prepareThreshold=0";
  }

  @AfterAll
  static void stop() {
    bouncer.destroy();
    cluster.close();
  }

  @Test
  void keyedWorkIsExactAndAMoveIsFollowed() throws Exception {
    ShardedDataSource shards = cluster.router(throughPgBouncer());
    ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String user = "user-" + client;
        work.add(
            executor.submit(
                () -> {
                  addOneEachRound(shards, user);
                  return null;
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      executor.shutdownNow();
    }
    for (int client = 0; client < CLIENTS; client++) {
      assertThat(balance(shards, "user-" + client)).isEqualTo(ROUNDS);
    }
    KeyRoute route = shards.route(ShardKey.of("user", "user-1"));
    int target = 1 - route.shard();
    cluster.moveUser("user-1", route.slot(), route.shard(), target, 1);
    assertThat(balance(shards, "user-1")).as("the row that the move put there").isZero();
    assertThat(shards.route(ShardKey.of("user", "user-1")).shard()).isEqualTo(target);
  }

  private static void addOneEachRound(ShardedDataSource shards, String user) throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of("user", user));
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into users (id, balance) values (?, 1)"
                    + " on conflict (id) do update set balance = users.balance + 1")) {
      for (int round = 0; round < ROUNDS; round++) {
        connection.setAutoCommit(round % 2 == 0);
        statement.setString(1, user);
        statement.executeUpdate();
        if (round % 2 == 1) {
          connection.commit();
        }
      }
    }
  }

  private static long balance(ShardedDataSource shards, String user) throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of("user", user));
        PreparedStatement statement =
            connection.prepareStatement("select balance from users where id = ?")) {
      statement.setString(1, user);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getLong(1);
      }
    }
  }

  private static ShardRouterConfig throughPgBouncer() {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int shard = 0; shard < 2; shard++) {
      builder.shard(ShardConfig.of(shard, url(shard), "anybody", PasswordSource.fixed("")));
    }
    cluster.config().groups().values().forEach(builder::group);
    return builder
        .pool(Map.of("maximumPoolSize", String.valueOf(CLIENTS), "minimumIdle", "0"))
        .build();
  }
}
