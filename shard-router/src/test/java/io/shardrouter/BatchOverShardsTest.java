package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a batch on several shards run at the same time, each on its own. */
@Timeout(60)
class BatchOverShardsTest {
  /** On the shards 0, 1 and 2. */
  private static final List<String> USERS = List.of("user-1", "1", "alice");

  private static TestCluster cluster;
  private ShardedDataSource router;
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users, consciousness_states");
    for (int shard = 0; shard < 3; shard++) {
      cluster.shards().execute(shard, "insert into users (id) values ('" + USERS.get(shard) + "')");
    }
    router =
        cluster.router(
            cluster.config().toBuilder().transactions(TransactionMode.BEST_EFFORT).build());
  }

  @AfterEach
  void everyConnectionIsBack() {
    threads.shutdownNow();
    assertThat(ScatterProbe.active(router)).isZero();
  }

  private static void add(PreparedStatement statement, List<String> users) throws SQLException {
    for (String user : users) {
      statement.setString(1, user);
      statement.addBatch();
    }
  }

  private static PreparedStatement update(Connection connection) throws SQLException {
    return connection.prepareStatement("update users set balance = balance + 1 where id = ?");
  }

  private static String balance(int shard) throws SQLException {
    return cluster.ask(shard, "select balance from users");
  }

  /** Locks the row of a shard until it is closed. */
  private static Connection locked(int shard) throws SQLException {
    Connection locking = cluster.shards().connect(shard);
    locking.setAutoCommit(false);
    try (Statement statement = locking.createStatement();
        ResultSet rows = statement.executeQuery("select from users for update")) {
      assertThat(rows.next()).isTrue();
    }
    return locking;
  }

  private static void awaitAllBut(int slow) {
    for (int shard = 0; shard < 3; shard++) {
      int each = shard;
      String expected = shard == slow ? "0" : "1";
      await().untilAsserted(() -> assertThat(balance(each)).isEqualTo(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void noShardWaitsForAnother(int slow) throws Exception {
    try (Connection c = router.getConnection();
        PreparedStatement s = update(c);
        Connection locking = locked(slow)) {
      add(s, USERS);
      Future<int[]> batch = threads.submit(s::executeBatch);
      awaitAllBut(slow);
      assertThat(batch).isNotDone();
      locking.rollback();
      assertThat(batch.get()).containsExactly(1, 1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void cancelReachesThePartThatRuns(int slow) throws Exception {
    try (Connection c = router.getConnection();
        PreparedStatement s = update(c);
        Connection locking = locked(slow)) {
      add(s, USERS);
      Future<int[]> batch = threads.submit(s::executeBatch);
      awaitAllBut(slow);
      await()
          .until(
              () ->
                  cluster.ask(slow, "select count(*) from pg_locks where not granted").equals("1"));
      s.cancel();
      ExecutionException failed = catchThrowableOfType(ExecutionException.class, batch::get);
      BatchUpdateException failure = (BatchUpdateException) failed.getCause();
      assertThat(failure.getSQLState()).isEqualTo("57014");
      assertThat(failure.getUpdateCounts()[slow]).isEqualTo(Statement.EXECUTE_FAILED);
      assertThat(failure.getUpdateCounts()).containsOnlyOnce(Statement.EXECUTE_FAILED);
      locking.rollback();
      assertThat(balance(slow)).isEqualTo("0");
    }
  }

  @Test
  void settingsHoldForAllParts() throws SQLException {
    try (Connection c = router.getConnection();
        Statement setting = c.createStatement();
        PreparedStatement s = update(c)) {
      setting.execute("set lock_timeout = '20ms'");
      for (int shard = 0; shard < 3; shard++) {
        try (Connection locking = locked(shard)) {
          add(s, USERS);
          assertThatThrownBy(s::executeBatch)
              .isInstanceOf(BatchUpdateException.class)
              .extracting(e -> ((SQLException) e).getSQLState())
              .isEqualTo("55P03");
          locking.rollback();
        }
      }
      c.setReadOnly(true);
      add(s, USERS);
      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, s::executeBatch);
      assertThat(failure.getSQLState()).isEqualTo("25006");
      assertThat(failure.getMessage()).contains("[0, 1, 2]");
      assertThat(failure.getSuppressed()).hasSize(2);
    }
  }

  @Test
  void texts() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      for (String user : USERS) {
        s.addBatch("update users set balance = 7 where id = '" + user + "'");
      }
      s.addBatch("update users set balance = 7 where id = 'Alice'");
      assertThat(s.executeBatch()).containsExactly(1, 1, 1, 0);
    }
  }
}
