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
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of a connection without a key go where their texts lead. */
class TextRoutingTest {
  /** On shard 0. */
  private static final String USER_1 = "user-1";

  /** On shard 1. */
  private static final String ONE = "1";

  /** On shard 1 too. */
  private static final String FORTY_TWO = "42";

  /** On shard 2. */
  private static final String ALICE = "alice";

  /** Transactions that wait for their client to fetch more. */
  private static final String OPEN_READINGS =
      "select count(*) from pg_stat_activity where datname = current_database()"
          + " and state = 'idle in transaction' and query like '%from users%'";

  private static TestCluster cluster;
  private ShardedDataSource router;

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
    cluster
        .shards()
        .executeOnAll(
            "truncate users, consciousness_states restart identity",
            "delete from shard_router.placement");
    cluster.shards().execute(0, "insert into users (id, name) values ('user-1', 'a')");
    cluster.shards().execute(1, "insert into users (id, name) values ('1', 'b'), ('42', 'c')");
    cluster.shards().execute(2, "insert into users (id, name) values ('alice', 'd')");
    router = cluster.router();
  }

  /** One that came too late for a limited wait goes back by itself, a moment later. */
  @AfterEach
  void everyConnectionIsBack() {
    for (int i = 0; i < 3; i++) {
      int shard = i;
      await()
          .untilAsserted(() -> assertThat(router.router().shards().get(shard).active()).isZero());
    }
  }

  private static String name(Connection c, String id) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("select name from users where id = ?")) {
      s.setString(1, id);
      try (ResultSet row = s.executeQuery()) {
        return row.next() ? row.getString(1) : "(none)";
      }
    }
  }

  private static int rename(Connection c, String id, String to) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("update users set name = ? where id = ?")) {
      s.setString(1, to);
      s.setString(2, id);
      return s.executeUpdate();
    }
  }

  private static String stateOf(Throwable thrown) {
    return ((SQLException) thrown).getSQLState();
  }

  @Test
  void statementsFollowTheirKeysFromShardToShard() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement select = c.prepareStatement("select name from users where id = ?")) {
      List<String> names = new ArrayList<>();
      for (String id : List.of(USER_1, ALICE, ONE, USER_1, FORTY_TWO, "nobody")) {
        select.setString(1, id);
        try (ResultSet row = select.executeQuery()) {
          names.add(row.next() ? row.getString(1) : "(none)");
        }
      }
      assertThat(names).containsExactly("a", "d", "b", "a", "c", "(none)");
    }
  }

  @Test
  void rowsAreWrittenWhereTheirKeysAre() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate("insert into users (id, name) values ('-7', 'n')")).isEqualTo(1);
      assertThat(rename(c, ALICE, "z")).isEqualTo(1);
      assertThat(s.executeUpdate("delete from users where id = '42'")).isEqualTo(1);
    }
    assertThat(cluster.ask(0, "select string_agg(id, ' ' order by id) from users"))
        .isEqualTo("-7 user-1");
    assertThat(cluster.ask(1, "select string_agg(id, ' ') from users")).isEqualTo("1");
    assertThat(cluster.ask(2, "select name from users")).isEqualTo("z");
  }

  @Test
  void rowsOfOneShardStayOpenWhileAnotherIsAsked() throws SQLException {
    try (Connection c = router.getConnection();
        Statement outer = c.createStatement();
        ResultSet rows = outer.executeQuery("select name from users where id = 'user-1'")) {
      assertThat(name(c, ALICE)).isEqualTo("d");
      assertThat(rows.next()).isTrue();
      assertThat(name(c, ONE)).isEqualTo("b");
      assertThat(rows.getString(1)).isEqualTo("a");
    }
  }

  @Test
  void transactionReadsEverywhereAndWritesOnOneShard() throws SQLException {
    try (Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      assertThat(name(c, USER_1)).isEqualTo("a");
      rename(c, ONE, "changed");
      assertThat(name(c, ONE)).isEqualTo("changed");
      assertThat(name(c, ALICE)).isEqualTo("d");
      rename(c, FORTY_TWO, "changed too");
      assertThatThrownBy(() -> rename(c, ALICE, "never"))
          .hasMessageContaining("shard 1")
          .hasMessageContaining("shard 2")
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR005"));
      c.commit();
      assertThat(rename(c, ALICE, "in the next one")).isEqualTo(1);
      c.rollback();
    }
    assertThat(cluster.ask(1, "select string_agg(name, ', ' order by id) from users"))
        .isEqualTo("changed, changed too");
    assertThat(cluster.ask(2, "select name from users")).isEqualTo("d");
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void isolationHoldsOnEveryShardOfTheTransaction(int level) throws SQLException {
    try (Connection c = router.getConnection()) {
      c.setTransactionIsolation(level);
      c.setAutoCommit(false);
      assertThat(name(c, ONE)).isEqualTo("b");
      assertThat(name(c, ALICE)).isEqualTo("d");
      cluster.shards().execute(1, "update users set name = 'later'");
      assertThat(name(c, ONE)).isEqualTo("b");
      assertThat(name(c, FORTY_TWO)).isEqualTo("c");
      c.commit();
      assertThat(name(c, ONE)).isEqualTo("later");
      c.rollback();
    }
  }

  @Test
  void closeOnCompletionClosesTheStatementWithRowsOfSeveralShards() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement("select id from users order by id")) {
      s.closeOnCompletion();
      ResultSet first = s.executeQuery();
      ResultSet again = s.executeQuery();
      assertThat(first.isClosed()).isTrue();
      assertThat(s.isClosed()).isFalse();
      again.close();
      assertThat(s.isClosed()).isTrue();
    }
  }

  @Test
  void savepointIsOneOnAllShards() throws SQLException {
    try (Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      rename(c, ONE, "before");
      Savepoint savepoint = c.setSavepoint("s");
      rename(c, ONE, "after");
      assertThat(name(c, ALICE)).isEqualTo("d");
      c.rollback(savepoint);
      assertThat(name(c, ONE)).isEqualTo("before");
      c.commit();
    }
    assertThat(cluster.ask(1, "select name from users where id = '1'")).isEqualTo("before");
  }

  @Test
  void whatBeganAfterASavepointIsUndoneWholly() throws SQLException {
    try (Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      Savepoint savepoint = c.setSavepoint();
      rename(c, ONE, "never");
      c.rollback(savepoint);
      assertThat(name(c, ONE)).isEqualTo("b");
      c.commit();
    }
    assertThat(cluster.ask(1, "select name from users where id = '1'")).isEqualTo("b");
  }

  @Test
  void failureOnOneShardFailsTheTransactionOnAll() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      rename(c, ONE, "never");
      assertThatThrownBy(() -> s.execute("select 1 / 0 from users where id = 'alice'"))
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("22012"));
      assertThatThrownBy(() -> name(c, ONE))
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("25P02"));
      assertThatThrownBy(c::commit).satisfies(e -> assertThat(stateOf(e)).isEqualTo("25P02"));
      assertThat(name(c, ONE)).isEqualTo("b");
      c.rollback();
    }
  }

  @Test
  void transactionControlByTextIsFollowedOnAllShards() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      s.execute("begin");
      assertThat(c.getAutoCommit()).isTrue();
      rename(c, ONE, "x");
      s.execute("savepoint p");
      rename(c, ONE, "y");
      s.execute("rollback to savepoint p");
      assertThat(name(c, ONE)).isEqualTo("x");
      s.execute("ROLLBACK;");
      assertThat(name(c, ONE)).isEqualTo("b");
      s.execute("start transaction");
      rename(c, ONE, "z");
      s.execute("/* done */ commit");
    }
    assertThat(cluster.ask(1, "select name from users where id = '1'")).isEqualTo("z");
  }

  @Test
  void movedKeyIsFollowedWithoutTheCallerNoticing() throws SQLException {
    int slot = router.route(ShardKey.of("user", ONE)).slot();
    try (Connection c = router.getConnection()) {
      assertThat(name(c, ONE)).isEqualTo("b");
      cluster.moveUser(ONE, slot, 1, 2, 1);
      assertThat(name(c, ONE)).isEqualTo("on 2");
      cluster.moveUser(ONE, slot, 2, 0, 2);
      c.setAutoCommit(false);
      assertThat(name(c, FORTY_TWO)).isEqualTo("c");
      assertThat(rename(c, ONE, "followed")).isEqualTo(1);
      c.commit();
    }
  }

  @Test
  void settingByTextIsMadeOnEveryShard() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      s.execute("set statement_timeout = 12345");
      for (String id : List.of(USER_1, ONE, ALICE)) {
        try (ResultSet row =
            s.executeQuery(
                "select current_setting('statement_timeout') from users where id = '" + id + "'")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isEqualTo("12345ms");
        }
      }
    }
    try (Connection c = router.getConnection();
        Statement s = c.createStatement();
        ResultSet row =
            s.executeQuery(
                "select current_setting('statement_timeout') from users where id = 'alice'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("0");
    }
  }

  /** However a reading goes: in one round trip, in blocks, and over temporary tables. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select to_char(timestamptz '2024-01-01 20:00Z', 'DD HH24') from users order by id limit 2",
        "select to_char(timestamptz '2024-01-01 20:00Z', 'DD HH24') from users",
        "select to_char(timestamptz '2024-01-01 20:00Z', 'DD HH24'), u.name"
            + " from users u join users v on v.name > u.name group by u.id"
      })
  void settingOfTheTransactionHoldsForReadingsOfAllShards(String sql) throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.execute("set local timezone = 'Asia/Tokyo'");
      for (int i = 0; i < 2; i++) {
        try (ResultSet rows = s.executeQuery(sql)) {
          while (rows.next()) {
            assertThat(rows.getString(1)).isEqualTo("02 05");
          }
        }
      }
      c.rollback();
    }
  }

  @Test
  void tableThatIsYoungerThanTheCatalogIsFound() throws SQLException {
    ShardRouterConfigBuilder builder = TestCluster.config(cluster.shards());
    try (ShardedDataSource young = cluster.router(builder.referenceTable("younger").build());
        Connection c = young.getConnection();
        Statement s = c.createStatement()) {
      name(c, ONE);
      assertThatThrownBy(() -> s.executeQuery("select * from younger"))
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("42P01"));
      cluster.shards().executeOnAll("create table younger as select 7 as n");
      try (ResultSet row = s.executeQuery("select n from younger")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isEqualTo(7);
        assertThat(row.next()).isFalse();
      }
    } finally {
      cluster.shards().executeOnAll("drop table if exists younger");
    }
  }

  // --- batches ----------------------------------------------------------------------------------

  private static int[] renameAll(Connection c, String... ids) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("update users set name = 'x' where id = ?")) {
      for (String id : ids) {
        s.setString(1, id);
        s.addBatch();
      }
      return s.executeBatch();
    }
  }

  @Test
  void batchOfSeveralKeysOfOneShardIsRunAsOne() throws SQLException {
    try (Connection c = router.getConnection()) {
      assertThat(renameAll(c, ONE, FORTY_TWO, ONE)).containsExactly(1, 1, 1);
    }
  }

  @Test
  void batchOverShardsIsRefusedBeforeAnythingIsSent() throws SQLException {
    try (Connection c = router.getConnection()) {
      assertThatThrownBy(() -> renameAll(c, ONE, ALICE))
          .hasMessageContaining("best-effort")
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR005"));
    }
    assertThat(cluster.ask(1, "select name from users where id = '1'")).isEqualTo("b");
  }

  @Test
  void batchOverShardsByBestEffortCountsInTheCallersOrder() throws SQLException {
    router = cluster.router(bestEffort());
    try (Connection c = router.getConnection()) {
      assertThat(renameAll(c, ALICE, ONE, "-7", FORTY_TWO, USER_1, ALICE))
          .containsExactly(1, 1, 0, 1, 1, 1);
    }
  }

  @Test
  void batchThatFailsOnOneShardTellsWhatWentIn() throws SQLException {
    router = cluster.router(bestEffort());
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement("insert into users (id, name) values (?, ?)")) {
      for (String id : List.of("Alice", ONE, "-7")) {
        s.setString(1, id);
        s.setString(2, "new");
        s.addBatch();
      }
      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, s::executeBatch);
      assertThat(failure.getSQLState()).isEqualTo("23505");
      assertThat(failure.getUpdateCounts()).containsExactly(1, Statement.EXECUTE_FAILED, 1);
      assertThat(failure.getMessage()).contains("on the shards [1] failed");
    }
    assertThat(cluster.ask(2, "select count(*) from users")).isEqualTo("2");
    assertThat(cluster.ask(0, "select count(*) from users")).isEqualTo("2");
  }

  @Test
  void generatedKeysAreThoseOfAllMembersOrTheBatchIsRefused() throws SQLException {
    router = cluster.router(bestEffort());
    try (Connection c = router.getConnection();
        PreparedStatement s =
            c.prepareStatement("update users set name = 'x' where id = ?", new String[] {"id"})) {
      for (String id : List.of(ONE, FORTY_TWO)) {
        s.setString(1, id);
        s.addBatch();
      }
      s.executeBatch();
      try (ResultSet keys = s.getGeneratedKeys()) {
        for (String id : List.of(ONE, FORTY_TWO)) {
          assertThat(keys.next()).isTrue();
          assertThat(keys.getString(1)).isEqualTo(id);
        }
        assertThat(keys.next()).isFalse();
      }
      for (String id : List.of(USER_1, ALICE)) {
        s.setString(1, id);
        s.addBatch();
      }
      assertThatThrownBy(s::executeBatch)
          .hasMessageContaining("generated keys")
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR004"));
    }
    assertThat(cluster.ask(0, "select name from users")).isEqualTo("a");
  }

  private static ShardRouterConfig bestEffort() {
    return cluster.config().toBuilder().transactions(TransactionMode.BEST_EFFORT).build();
  }

  // --- keys given otherwise ---------------------------------------------------------------------

  @Test
  void statementAboutAnotherKeyThanTheConnectionsIsRefused() throws SQLException {
    router = cluster.router(cluster.config().toBuilder().keyCheck(KeyCheck.ENFORCE).build());
    try (Connection c = router.getConnection(ShardKey.of("user", ALICE))) {
      assertThat(name(c, ALICE)).isEqualTo("d");
      assertThatThrownBy(() -> name(c, ONE))
          .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR003"));
      try (Statement s = c.createStatement();
          ResultSet row = s.executeQuery("select count(*) from users")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).as("a bound key sends text verbatim").isEqualTo(1);
      }
    }
  }

  // --- what a reading holds ---------------------------------------------------------------------

  /** Rows that are held over a commit must not all be fetched at once because of that. */
  @ParameterizedTest
  @ValueSource(ints = {ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT})
  void fetchSizeIsKeptWhetherRowsAreHeldOrNot(int holdability) throws SQLException {
    for (int shard = 0; shard < 3; shard++) {
      cluster
          .shards()
          .execute(shard, "insert into users (id) select 'x' || i from generate_series(1, 500) i");
    }
    try (Connection c = router.getConnection();
        Statement s =
            c.createStatement(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability)) {
      s.setFetchSize(10);
      try (ResultSet rows = s.executeQuery("select id from users")) {
        assertThat(rows.next()).isTrue();
        for (int shard = 0; shard < 3; shard++) {
          assertThat(cluster.ask(shard, OPEN_READINGS)).as("on shard %d", shard).isEqualTo("1");
        }
      }
      for (int shard = 0; shard < 3; shard++) {
        assertThat(cluster.ask(shard, OPEN_READINGS)).as("on shard %d", shard).isEqualTo("0");
      }
    }
  }

  @Test
  void correlatedQueryNeedsOneConnectionOfEachShard() throws SQLException {
    router =
        cluster.router(
            cluster.config().toBuilder()
                .pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "5000"))
                .build());
    try (Connection c = router.getConnection();
        Statement s = c.createStatement();
        ResultSet rows =
            s.executeQuery(
                "select u.id, (select count(*) from users v where v.name <= u.name) from users u"
                    + " where exists (select 1 from users w where w.name > u.name) order by u.name")) {
      for (int i = 1; i <= 3; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(2)).isEqualTo(i);
      }
      assertThat(rows.next()).isFalse();
    }
  }

  // --- waiting ----------------------------------------------------------------------------------

  @Test
  void transactionsThatCrossDoNotWaitForEachOtherForEver() throws Exception {
    router =
        cluster.router(
            cluster.config().toBuilder()
                .pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "60000"))
                .acquireTimeout(java.time.Duration.ofMillis(200))
                .build());
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      Future<String> upwards = executor.submit(() -> crossing(ONE, ALICE, bothHoldOne));
      Future<String> downwards = executor.submit(() -> crossing(ALICE, ONE, bothHoldOne));
      assertThat(downwards.get(60, TimeUnit.SECONDS)).isEqualTo("40001");
      assertThat(upwards.get(60, TimeUnit.SECONDS)).isEqualTo("d");
    } finally {
      executor.shutdownNow();
    }
  }

  private String crossing(String first, String second, CyclicBarrier bothHoldOne) throws Exception {
    try (Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      name(c, first);
      bothHoldOne.await(60, TimeUnit.SECONDS);
      try {
        return name(c, second);
      } catch (SQLException e) {
        assertThatThrownBy(() -> name(c, first))
            .satisfies(x -> assertThat(stateOf(x)).isEqualTo("25P02"));
        return e.getSQLState();
      } finally {
        c.rollback();
      }
    }
  }
}
