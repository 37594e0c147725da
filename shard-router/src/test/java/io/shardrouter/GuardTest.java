package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard locks, waits for and refuses; a second session plays the mover's fence. */
class GuardTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final int HOME = 1;
  private static final String KEY_LOCK = "1397248580, shard_router.key_lock('user', 'user-1')";

  private static TestCluster cluster;
  private static ShardedDataSource router;
  private static int slot;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
    router = cluster.router();
    slot = router.route(KEY).slot();
    assertThat(router.route(KEY).shard()).isEqualTo(HOME);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users cascade", "delete from shard_router.placement");
    cluster.shards().execute(HOME, "insert into users (id, name) values ('user-1', 'home')");
  }

  @Test
  void guardWaitsForTheFenceAndSeesTheNewPlacement() throws Exception {
    ShardedDataSource stale = cluster.router();
    try (Connection mover = cluster.shards().connect(HOME)) {
      mover.setAutoCommit(false);
      run(mover, "select pg_advisory_xact_lock(" + KEY_LOCK + ")");
      CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> readName(stale));
      awaitAdvisoryWaiter();
      cluster.shards().execute(0, "insert into users (id, name) values ('user-1', 'moved')");
      cluster.placeKey("user-1", slot, 0, 0, 1);
      run(
          mover,
          "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch) values"
              + " ('user', 'key', "
              + slot
              + ", 'user-1', 0, 1)");
      run(mover, "delete from users");
      mover.commit();
      assertThat(reader.get()).isEqualTo("moved");
    }
  }

  /**
   * What needs a block of its own in autocommit; each waits for the advisory lock (7, 7) half-way.
   */
  enum InBlock {
    BATCH {
      @Override
      void run(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
          s.addBatch("update users set name = 'first'");
          s.addBatch("do $$ begin perform pg_advisory_xact_lock_shared(7, 7); end $$");
          s.addBatch("update users set name = 'last'");
          s.executeBatch();
        }
      }
    },
    GENERATED_KEYS {
      @Override
      void run(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
          s.executeUpdate(
              "insert into users (id, name) select 'x', pg_advisory_xact_lock_shared(7, 7)::text",
              Statement.RETURN_GENERATED_KEYS);
        }
      }
    },
    CALL {
      @Override
      void run(Connection c) throws SQLException {
        try (CallableStatement s = c.prepareCall("{call pg_advisory_xact_lock_shared(7, 7)}")) {
          s.execute();
        }
      }
    },
    SEVERAL_STATEMENTS {
      @Override
      void run(Connection c) throws SQLException {
        GuardTest.run(c, "select 1; select pg_advisory_xact_lock_shared(7, 7); select 2");
      }
    };

    abstract void run(Connection c) throws SQLException;
  }

  @ParameterizedTest
  @EnumSource
  void guardIsHeldToTheEndOfWhatNeedsABlock(InBlock kind) throws Exception {
    try (Connection gate = cluster.shards().connect(HOME);
        Connection mover = cluster.shards().connect(HOME);
        Connection c = router.getConnection(KEY)) {
      gate.setAutoCommit(false);
      run(gate, "select pg_advisory_xact_lock(7, 7)");
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(
              () -> {
                try {
                  kind.run(c);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitWaiter("locktype = 'advisory' and classid = 7");
      assertThat(tryFence(mover)).isFalse();
      gate.commit();
      running.get();
      assertThat(tryFence(mover)).isTrue();
    }
  }

  @Test
  void openTransactionKeepsTheFenceOut() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Connection mover = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      run(c, "select 1");
      assertThat(tryFence(mover)).isFalse();
      c.commit();
      assertThat(tryFence(mover)).isTrue();
    }
  }

  @Test
  void guardHoldsOverRollbackToASavepointAndIsTakenAgain() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Connection mover = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      Savepoint before = c.setSavepoint("before");
      run(c, "update users set name = 'gone'");
      c.rollback(before);
      assertThat(tryFence(mover)).as("guard came before the savepoint").isFalse();
      run(c, "update users set name = 'kept'");
      c.commit();
    }
    assertThat(cluster.ask(HOME, "select name from users")).isEqualTo("kept");
  }

  @Test
  void savepointsByTextAreGuardedToo() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Connection mover = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      run(c, "savepoint before");
      run(c, "update users set name = 'gone'");
      run(c, "rollback to savepoint before");
      assertThat(tryFence(mover)).isFalse();
      run(c, "update users set name = 'kept'");
      c.commit();
    }
    assertThat(cluster.ask(HOME, "select name from users")).isEqualTo("kept");
  }

  @Test
  void transactionControlByTextForgetsTheGuard() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Connection mover = cluster.shards().connect(HOME)) {
      run(c, "begin");
      run(c, "update users set name = 'one'");
      assertThat(tryFence(mover)).isFalse();
      run(c, "commit");
      assertThat(tryFence(mover)).isTrue();
      c.setAutoCommit(false);
      run(c, "update users set name = 'two'");
      run(c, "commit and chain");
      run(c, "update users set name = 'three'");
      assertThat(tryFence(mover)).as("guarded again in the chained transaction").isFalse();
      run(c, "rollback");
      run(c, "select 1");
      assertThat(tryFence(mover)).isFalse();
      c.rollback();
    }
    assertThat(cluster.ask(HOME, "select name from users")).isEqualTo("two");
  }

  @Test
  void transactionBegunByTextIsRolledBackAtClose() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      run(c, "begin");
      run(c, "update users set name = 'half done'");
    }
    assertThat(cluster.ask(HOME, "select name from users")).isEqualTo("home");
    try (Connection mover = cluster.shards().connect(HOME)) {
      assertThat(tryFence(mover)).isTrue();
    }
  }

  @Test
  void guardThatWaitsTooLongFailsAsTransient() throws SQLException {
    ShardedDataSource hasty =
        cluster.router(
            TestCluster.config(cluster.shards()).guardWait(Duration.ofMillis(50)).build());
    try (Connection mover = cluster.shards().connect(HOME)) {
      mover.setAutoCommit(false);
      run(mover, "select pg_advisory_xact_lock(" + KEY_LOCK + ")");
      try (Connection c = hasty.getConnection(KEY)) {
        assertThatThrownBy(() -> run(c, "select 1"))
            .isInstanceOf(ShardUnavailableException.class)
            .hasMessageContaining("guardWait")
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("55P03");
        mover.rollback();
        run(c, "select 1");
      }
    }
  }

  @Test
  void lockTimeoutOfTheCallerSurvivesAWaitingGuard() throws Exception {
    try (Connection mover = cluster.shards().connect(HOME);
        Connection c = router.getConnection(KEY)) {
      mover.setAutoCommit(false);
      run(mover, "select pg_advisory_xact_lock(" + KEY_LOCK + ")");
      c.setAutoCommit(false);
      run(c, "set local lock_timeout = '12345ms'");
      CompletableFuture<String> reader =
          CompletableFuture.supplyAsync(() -> ask(c, "select current_setting('lock_timeout')"));
      awaitAdvisoryWaiter();
      mover.commit();
      assertThat(reader.get()).isEqualTo("12345ms");
      c.rollback();
    }
  }

  @Test
  void locksOfTheCallerThatTimeOutAreNoGuardWaits() throws SQLException {
    try (Connection other = cluster.shards().connect(HOME);
        Connection c = router.getConnection(KEY)) {
      other.setAutoCommit(false);
      run(other, "update users set name = 'locked'");
      assertThatThrownBy(() -> run(c, "select from users for update nowait"))
          .isNotInstanceOf(ShardUnavailableException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("55P03");
      other.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void snapshotsAreTakenBehindTheFenceTable(int isolation) throws Exception {
    ShardedDataSource stale = cluster.router();
    try (Connection mover = cluster.shards().connect(HOME);
        Connection c = stale.getConnection(KEY)) {
      mover.setAutoCommit(false);
      run(mover, "select pg_advisory_xact_lock(" + KEY_LOCK + ")");
      run(mover, "lock table shard_router.fence in exclusive mode");
      c.setTransactionIsolation(isolation);
      c.setAutoCommit(false);
      CompletableFuture<String> reader =
          CompletableFuture.supplyAsync(() -> ask(c, "select name from users"));
      awaitWaiter("locktype = 'relation' and relation = 'shard_router.fence'::regclass");
      cluster.shards().execute(0, "insert into users (id, name) values ('user-1', 'moved')");
      cluster.placeKey("user-1", slot, 0, 0, 1);
      run(
          mover,
          "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch) values"
              + " ('user', 'key', "
              + slot
              + ", 'user-1', 0, 1)");
      run(mover, "delete from users");
      mover.commit();
      assertThat(reader.get()).isEqualTo("moved");
      assertThat(ask(c, "show transaction_isolation")).contains("e");
      c.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void higherIsolationWorksInEveryShapeOfUse(boolean autoCommit) throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      c.setAutoCommit(autoCommit);
      assertThat(ask(c, "select name from users")).isEqualTo("home");
      run(c, "update users set name = 'again'");
      assertThat(ask(c, "show transaction_isolation")).isEqualTo("serializable");
      if (!autoCommit) {
        Savepoint savepoint = c.setSavepoint();
        run(c, "update users set name = 'gone'");
        c.rollback(savepoint);
        assertThat(ask(c, "select name from users")).isEqualTo("again");
        c.commit();
      }
      assertThat(c.getMetaData().getTables(null, null, "users", null).next()).isTrue();
      assertThat(ask(c, "select name from users")).isEqualTo("again");
      if (!autoCommit) {
        c.commit();
        c.setSavepoint();
        assertThat(ask(c, "select name from users")).isEqualTo("again");
        c.commit();
      }
    }
  }

  @Test
  void isolationRaisedByTextIsRefused() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      run(c, "set transaction isolation level repeatable read");
      assertThatThrownBy(() -> run(c, "select name from users"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("setTransactionIsolation")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR009");
      c.rollback();
      run(c, "select name from users");
      c.commit();
    }
  }

  @Test
  void isolationRaisedByARolesDefaultIsRefused() throws SQLException {
    cluster
        .shards()
        .execute(
            HOME,
            "do $$ begin execute 'alter database ' || quote_ident(current_database()) || ' set"
                + " default_transaction_isolation = ''repeatable read'''; end $$");
    ShardedDataSource fresh = cluster.router();
    try (Connection c = fresh.getConnection(KEY)) {
      assertThatThrownBy(() -> run(c, "select name from users"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR009");
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(ask(c, "select name from users")).isEqualTo("home");
    } finally {
      cluster
          .shards()
          .execute(
              HOME,
              "do $$ begin execute 'alter database ' || quote_ident(current_database()) || ' reset"
                  + " default_transaction_isolation'; end $$");
    }
  }

  @Test
  void manyKeysOfOneTransactionShareTheGroupsLock() throws SQLException {
    try (Connection c = cluster.shards().connect(HOME);
        Connection mover = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      run(c, "select shard_router.guard_wide('user', " + slot + ", 'user-1')");
      assertThat(tryLock(mover, "1397248580, hashtext('g:user')")).isFalse();
      assertThat(tryFence(mover)).as("the key itself stays free").isTrue();
      c.rollback();
    }
  }

  @Test
  void groupsLockDoesNotStandInForThePlacement() throws SQLException {
    String wide = "select shard_router.guard_wide('user', " + slot + ", 'user-1')";
    try (Connection home = cluster.shards().connect(HOME);
        Connection elsewhere = cluster.shards().connect(1 - HOME)) {
      run(home, wide);
      assertThat(catchThrowableOfType(SQLException.class, () -> run(elsewhere, wide)).getSQLState())
          .as("the base layout")
          .isEqualTo("SR001");
      cluster.placeKey("user-1", slot, HOME, 1 - HOME, 2);
      assertThat(catchThrowableOfType(SQLException.class, () -> run(home, wide)).getSQLState())
          .as("a key that has gone")
          .isEqualTo("SR001");
    }
  }

  @Test
  void onlyAnOpenMoveAboveTheDecidingRowIsPending() throws SQLException {
    assertThat(refusalBesideAMove("begun", 1)).isEqualTo("SR002");
    assertThat(refusalBesideAMove("done", 1)).isEqualTo("SR001");
    assertThat(refusalBesideAMove("aborted", 1)).isEqualTo("SR001");
    cluster.placeKey("user-1", slot, 0, HOME, 2);
    assertThat(refusalBesideAMove("begun", 2)).isEqualTo("SR001");
    assertThat(refusalBesideAMove("begun", 3)).isEqualTo("SR002");
  }

  /** What the guard of a shard that does not hold the key says, with a move towards it. */
  private static String refusalBesideAMove(String state, int epoch) throws SQLException {
    cluster
        .shards()
        .execute(
            0,
            "delete from shard_router.move",
            "insert into shard_router.move (move_id, group_name, kind, slot, key, source, target,"
                + " epoch, state) values (gen_random_uuid(), 'user', 'key', %d, 'user-1', 1, 0, %d, '%s')"
                    .formatted(slot, epoch, state));
    try (Connection c = cluster.shards().connect(0)) {
      SQLException refusal =
          catchThrowableOfType(
              SQLException.class,
              () -> run(c, "select shard_router.guard('user', " + slot + ", 'user-1')"));
      return refusal.getSQLState();
    } finally {
      cluster.shards().execute(0, "delete from shard_router.move");
    }
  }

  @Test
  void scanHoldsTheGroup() throws SQLException {
    try (Connection c = cluster.shards().connect(HOME);
        Connection mover = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      run(c, "select shard_router.guard_scan('user')");
      assertThat(tryLock(mover, "1397248580, hashtext('g:user')")).isFalse();
      c.rollback();
      assertThat(tryLock(mover, "1397248580, hashtext('g:user')")).isTrue();
    }
  }

  @Test
  void userWithTheEmptyNameIsAKeyLikeAnyOther() throws SQLException {
    ShardKey empty = ShardKey.of("user", "");
    int home = router.route(empty).shard();
    int other = 1 - home;
    int emptySlot = router.route(empty).slot();
    cluster.shards().execute(home, "insert into users (id, name) values ('', 'at home')");
    try (Connection c = router.getConnection(empty)) {
      assertThat(ask(c, "select name from users where id = ''")).isEqualTo("at home");
    }
    cluster.moveUser("", emptySlot, home, other, 1);
    try (Connection c = router.getConnection(empty)) {
      assertThat(ask(c, "select name from users where id = ''")).isEqualTo("on " + other);
    }
  }

  private static boolean tryFence(Connection mover) throws SQLException {
    return tryLock(mover, KEY_LOCK);
  }

  /** Whether an exclusive lock is free; given back at once. */
  private static boolean tryLock(Connection mover, String lock) throws SQLException {
    mover.setAutoCommit(false);
    try (Statement s = mover.createStatement();
        ResultSet row = s.executeQuery("select pg_try_advisory_xact_lock(" + lock + ")")) {
      row.next();
      return row.getBoolean(1);
    } finally {
      mover.rollback();
    }
  }

  private static void awaitAdvisoryWaiter() {
    awaitWaiter("locktype = 'advisory' and classid = 1397248580");
  }

  private static void awaitWaiter(String which) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                !cluster
                    .ask(HOME, "select count(*) from pg_locks where not granted and " + which)
                    .equals("0"));
  }

  private static String readName(ShardedDataSource from) {
    try (Connection c = from.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("select name from users where id = ?")) {
      s.setString(1, "user-1");
      try (ResultSet row = s.executeQuery()) {
        return row.next() ? row.getString(1) : "(no row)";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ask(Connection c, String sql) {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "(no row)";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
