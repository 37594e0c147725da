package io.shardrouter.testing;

import static io.shardrouter.testing.EmbeddedShardsTest.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class CountingProxyTest {

  private static EmbeddedShards shards;

  private CountingProxy proxy;

  @BeforeAll
  static void startShards() {
    shards = EmbeddedShards.databases(1);
  }

  @AfterAll
  static void closeShards() {
    shards.close();
  }

  @BeforeEach
  void startProxy() {
    proxy = CountingProxy.to(shards.url(0));
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  @Test
  void aSelectIsOneRoundTrip() throws SQLException {
    try (Connection connection = connect("")) {
      proxy.reset();

      assertThat(value(connection, "select 1")).isEqualTo("1");

      assertThat(proxy.roundTrips()).isOne();
      assertThat(proxy.readyForQueries()).isOne();
      assertThat(proxy.parses()).isOne();
      assertThat(proxy.binds()).isOne();
      assertThat(proxy.statements()).containsExactly("select 1");
    }
  }

  @Test
  void theOpeningOfAConnectionIsCounted() throws SQLException {
    try (Connection connection = connect("?sslmode=disable")) {
      assertThat(connection.isClosed()).isFalse();
      // Startup, SCRAM's first message, SCRAM's last message, and the driver's own settings.
      long unencrypted = proxy.roundTrips();
      assertThat(unencrypted).isBetween(3L, 5L);
      proxy.reset();
      try (Connection asking = connect("?sslmode=prefer")) {
        assertThat(asking.isClosed()).isFalse();
        assertThat(proxy.roundTrips()).isEqualTo(unencrypted + 1);
      }
    }
  }

  @Test
  void aServerPreparedStatementIsParsedOnce() throws SQLException {
    try (Connection connection = connect("?prepareThreshold=1");
        PreparedStatement statement = connection.prepareStatement("select ?::int")) {
      proxy.reset();

      for (int i = 0; i < 5; i++) {
        statement.setInt(1, i);
        statement.executeQuery().close();
      }

      assertThat(proxy.parses()).isOne();
      assertThat(proxy.binds()).isEqualTo(5);
      assertThat(proxy.roundTrips()).isEqualTo(5);
    }
  }

  @Test
  void statementsInOneFlushAreOneRoundTrip() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      proxy.reset();

      statement.execute("select 1;select 2;select 3");

      assertThat(proxy.roundTrips()).isOne();
      assertThat(proxy.statements()).containsExactly("BEGIN", "select 1", "select 2", "select 3");
    }
  }

  @Test
  void eachFetchIsARoundTrip() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(10);
      proxy.reset();

      try (ResultSet rows = statement.executeQuery("select generate_series(1, 95)")) {
        while (rows.next()) {
          assertThat(rows.getInt(1)).isPositive();
        }
      }

      assertThat(proxy.roundTrips()).isEqualTo(10);
    }
  }

  @Test
  void copyWaitsOnceBeforeAndOnceAfterTheData() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("create temporary table t (n int)");
      String rows = "1\n".repeat(200_000);
      proxy.reset();

      long copied =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy t from stdin", new StringReader(rows));

      assertThat(copied).isEqualTo(200_000);
      assertThat(proxy.roundTrips()).isEqualTo(2);
      assertThat(proxy.readyForQueries()).isOne();
    }
  }

  @Test
  void answersLargerThanAnyBufferPassUnchanged() throws SQLException {
    try (Connection connection = connect("")) {
      proxy.reset();

      assertThat(value(connection, "select repeat('0123456789', 1000000)"))
          .isEqualTo("0123456789".repeat(1_000_000));

      assertThat(proxy.roundTrips()).isOne();
    }
  }

  @Test
  void aDelayMakesEachRoundTripThatMuchLonger() throws SQLException {
    try (Connection connection = connect("?prepareThreshold=1");
        PreparedStatement statement = connection.prepareStatement("select 1")) {
      long without = medianNanos(statement);
      proxy.delay(Duration.ofNanos(500_000));
      long with = medianNanos(statement);

      assertThat(with).isGreaterThan(500_000);
      assertThat(with - without).isLessThan(1_500_000);
    }
  }

  @Test
  void aCutBreaksOpenConnectionsAndLetsNewOnesIn() throws SQLException {
    try (Connection first = connect("");
        Connection second = connect("")) {
      proxy.cut();

      for (Connection cut : new Connection[] {first, second}) {
        assertThatThrownBy(() -> value(cut, "select 1"))
            .asInstanceOf(type(SQLException.class))
            .satisfies(e -> assertThat(e.getSQLState()).startsWith("08"));
      }
      try (Connection third = connect("")) {
        assertThat(value(third, "select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void aCutEndsAWaitForAnAnswer() throws Exception {
    try (Connection connection = connect("")) {
      CompletableFuture<String> answer = sleepOnServer(connection);

      proxy.cut();

      assertThat(answer.get(10, TimeUnit.SECONDS)).startsWith("08");
    }
  }

  @Test
  void refusedConnectionsAreAcceptedAgainAtTheSamePort() throws SQLException {
    try (Connection open = connect("")) {
      proxy.refuse(true);

      assertThatThrownBy(() -> connect(""))
          .asInstanceOf(type(SQLException.class))
          .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"));
      assertThat(value(open, "select 1")).isEqualTo("1");

      proxy.refuse(false);

      try (Connection again = connect("")) {
        assertThat(value(again, "select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void cancelRequestsReachTheServer() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> answer = sleepOnServer(connection);

      connection.unwrap(PGConnection.class).cancelQuery();

      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("57014");
      assertThat(statement.isClosed()).isFalse();
      assertThat(value(connection, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void anEndedServerSessionEndsTheClientsConnectionWithItsMessage() throws SQLException {
    try (Connection connection = connect("")) {
      String backend = value(connection, "select pg_backend_pid()");
      shards.execute(0, "select pg_terminate_backend(" + backend + ", 10000)");

      assertThatThrownBy(() -> value(connection, "select 1"))
          .hasMessageContaining("terminating connection");
    }
  }

  @Test
  void aUrlOfAnotherServerIsRefused() {
    assertThatThrownBy(() -> proxy.url("jdbc:postgresql://127.0.0.1:1/app?password=secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1:1/app")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> CountingProxy.to("jdbc:postgresql://a:1,b:2/app"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one host");
  }

  @Test
  void aClosedProxyHoldsNoConnectionAndNoPort() throws SQLException {
    try (Connection connection = connect("")) {
      proxy.close();

      assertThat(connection.isValid(5)).isFalse();
      assertThatThrownBy(() -> connect("")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> proxy.refuse(false)).isInstanceOf(IllegalStateException.class);
    }
  }

  private Connection connect(String settings) throws SQLException {
    return DriverManager.getConnection(
        proxy.url(shards.url(0) + settings), shards.username(), shards.password());
  }

  /** Starts a statement that takes a minute and gives the SQLSTATE with which it fails. */
  private CompletableFuture<String> sleepOnServer(Connection connection) throws SQLException {
    String backend = value(connection, "select pg_backend_pid()");
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return value(connection, "select pg_sleep(60)");
              } catch (SQLException e) {
                return e.getSQLState();
              }
            });
    await()
        .until(
            () ->
                value(shards, 0, "select wait_event from pg_stat_activity where pid = " + backend)
                    .equals("PgSleep"));
    return answer;
  }

  private static long medianNanos(PreparedStatement statement) throws SQLException {
    long[] nanos = new long[101];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      statement.executeQuery().close();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
