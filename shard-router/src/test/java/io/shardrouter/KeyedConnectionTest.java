package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.util.PSQLException;

/** A keyed connection with the guard on passes on whatever PostgreSQL and its driver know. */
class KeyedConnectionTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
    cluster
        .shards()
        .executeOnAll(
            "create procedure rename_all(p_name text) language sql as"
                + " $$ update users set name = p_name $$",
            "create procedure committing() language plpgsql as $$ begin commit; end $$");
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users cascade");
    cluster
        .shards()
        .execute(1, "insert into users (id, name) values ('user-1', 'one'), ('u2', 'two')");
  }

  @Test
  void rowsGoWhereTheClassicFunctionNames() throws SQLException {
    for (String id : new String[] {"alice", "Alice", "42", "müller"}) {
      try (Connection c = router.getConnection(ShardKey.of("user", id));
          PreparedStatement s = c.prepareStatement("insert into users (id) values (?)")) {
        s.setString(1, id);
        assertThat(s.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(cluster.ask(0, "select string_agg(id, ',' order by id collate \"C\") from users"))
        .isEqualTo("42,alice");
    assertThat(cluster.ask(1, "select count(*) from users where id in ('Alice', 'müller')"))
        .isEqualTo("2");
  }

  @Test
  void monthsGoWhereTheClassicFunctionNames() throws SQLException {
    for (String day : new String[] {"2025-01-31", "2025-02-01"}) {
      try (Connection c = router.getConnection(ShardKey.of("day", java.time.LocalDate.parse(day)));
          PreparedStatement s =
              c.prepareStatement("insert into daily_metrics (day, name) values (?, 'm')")) {
        s.setObject(1, java.time.LocalDate.parse(day));
        s.executeUpdate();
      }
    }
    assertThat(cluster.ask(0, "select day from daily_metrics")).isEqualTo("2025-01-31");
    assertThat(cluster.ask(1, "select day from daily_metrics")).isEqualTo("2025-02-01");
  }

  @Test
  void copyWorksInsideATransaction() throws Exception {
    try (Connection c = router.getConnection(KEY)) {
      assertThatThrownBy(() -> c.unwrap(PGConnection.class))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("setAutoCommit(false)");
      c.setAutoCommit(false);
      CopyManager copy = c.unwrap(PGConnection.class).getCopyAPI();
      assertThat(copy.copyIn("copy users (id, name) from stdin", new StringReader("c1\tcopied\n")))
          .isEqualTo(1);
      StringWriter out = new StringWriter();
      copy.copyOut("copy (select id from users order by id) to stdout", out);
      assertThat(out.toString()).isEqualTo("c1\nu2\nuser-1\n");
      c.commit();
    }
  }

  @Test
  void unwrappedConnectionIsGuardedFirst() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Connection mover = cluster.shards().connect(1)) {
      c.setAutoCommit(false);
      c.unwrap(PGConnection.class);
      mover.setAutoCommit(false);
      try (Statement s = mover.createStatement();
          ResultSet row =
              s.executeQuery(
                  "select pg_try_advisory_xact_lock(1397248580, shard_router.key_lock('user', 'user-1'))")) {
        row.next();
        assertThat(row.getBoolean(1)).isFalse();
      }
      mover.rollback();
      c.rollback();
    }
  }

  @Test
  void largeObjectsWorkInsideATransaction() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      LargeObjectManager objects = c.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = objects.createLO();
      try (LargeObject object = objects.open(oid)) {
        object.write("large".getBytes(StandardCharsets.UTF_8));
      }
      try (LargeObject object = objects.open(oid)) {
        assertThat(new String(object.read(5), StandardCharsets.UTF_8)).isEqualTo("large");
      }
      objects.delete(oid);
      c.commit();
    }
  }

  @Test
  void listenHears() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      execute(c, "listen news");
      c.setAutoCommit(false);
      PGConnection driver = c.unwrap(PGConnection.class);
      c.commit();
      cluster.shards().execute(1, "notify news, 'hello'");
      await()
          .until(
              () -> {
                PGNotification[] heard = driver.getNotifications(100);
                return heard != null && heard.length > 0 && "hello".equals(heard[0].getParameter());
              });
    }
  }

  @Test
  void cursorsOfSqlWork() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      execute(c, "declare rows cursor for select id from users order by id");
      assertThat(ask(c, "fetch 1 from rows")).isEqualTo("u2");
      assertThat(ask(c, "fetch 1 from rows")).isEqualTo("user-1");
      c.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callsAndBlocksWork(boolean autoCommit) throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(autoCommit);
      try (CallableStatement s = c.prepareCall("call rename_all(?)")) {
        s.setString(1, "called");
        s.execute();
      }
      assertThat(ask(c, "select distinct name from users")).isEqualTo("called");
      execute(c, "do $$ begin update users set name = 'done'; end $$");
      assertThat(ask(c, "select distinct name from users")).isEqualTo("done");
      try (CallableStatement s = c.prepareCall("{? = call upper(?)}")) {
        s.registerOutParameter(1, Types.VARCHAR);
        s.setString(2, "x");
        s.execute();
        assertThat(s.getString(1)).isEqualTo("X");
      }
      if (!autoCommit) {
        c.commit();
      }
    }
    assertThat(cluster.ask(1, "select distinct name from users")).isEqualTo("done");
  }

  @Test
  void procedureThatCommitsFails() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      assertThatThrownBy(() -> execute(c, "call committing()"))
          .hasMessageContaining("invalid transaction termination");
      assertThat(ask(c, "select 'usable'")).isEqualTo("usable");
    }
  }

  @Test
  void severalStatementsInOneTextAreOneTransaction() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.execute("update users set name = 'x'; select 1 / 0"))
          .hasMessageContaining("division by zero");
      assertThat(ask(c, "select name from users where id = 'u2'")).isEqualTo("two");
      assertThat(s.execute("select 1; update users set name = 'y'; select 2")).isTrue();
      assertThat(s.getMoreResults()).isFalse();
      assertThat(s.getUpdateCount()).isEqualTo(2);
      assertThat(s.getMoreResults()).isTrue();
      try (ResultSet row = s.getResultSet()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(2);
      }
      assertThat(s.getMoreResults()).isFalse();
      assertThat(s.getUpdateCount()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vacuum users",
        "create index concurrently i on users (name)",
        "drop index concurrently if exists i",
        "reindex table concurrently users",
        "create database d",
        "alter system set work_mem = '4MB'",
        "select 1; commit; select 2",
        "begin; update users set name = 'x'; commit"
      })
  void whatCannotBeGuardedIsRefusedAndPointedToThePlainPool(String sql) throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      assertThatThrownBy(() -> execute(c, sql))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("shardDataSource(1)")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR004");
      assertThat(ask(c, "select 'usable'")).isEqualTo("usable");
    }
    try (Connection c = router.shardDataSource(1).getConnection()) {
      execute(c, "vacuum users");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void driverIsAtMostSixFramesAway(boolean autoCommit) throws SQLException {
    String fails = "select 1 / 0";
    try (Connection c = router.getConnection(KEY);
        PreparedStatement prepared = c.prepareStatement(fails);
        Statement plain = c.createStatement()) {
      c.setAutoCommit(autoCommit);
      assertThat(ownFrames(catchThrowable(prepared::executeQuery))).hasSizeBetween(1, 6);
      assertThat(ownFrames(catchThrowable(() -> plain.executeQuery(fails)))).hasSizeBetween(1, 6);
    }
  }

  /** As methods that somebody has to follow: the compiler's bridge to one is not another. */
  private static List<String> ownFrames(Throwable driversFailure) {
    assertThat(driversFailure).isInstanceOf(PSQLException.class);
    return Arrays.stream(driversFailure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.shardrouter.internal"))
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .distinct()
        .toList();
  }

  @Test
  void arraysAndOtherTypesPass() throws SQLException {
    UUID uuid = UUID.randomUUID();
    try (Connection c = router.getConnection(KEY);
        PreparedStatement s =
            c.prepareStatement(
                "select ?::text[], ?::uuid, ?::jsonb ?? 'a', {fn length('abc')}, '?', $$ ? $$")) {
      Array array = c.createArrayOf("text", new String[] {"a", "b,c"});
      s.setArray(1, array);
      s.setObject(2, uuid);
      s.setString(3, "{\"a\": 1}");
      try (ResultSet row = s.executeQuery()) {
        row.next();
        assertThat((String[]) row.getArray(1).getArray()).containsExactly("a", "b,c");
        assertThat(row.getObject(2, UUID.class)).isEqualTo(uuid);
        assertThat(row.getBoolean(3)).isTrue();
        assertThat(row.getInt(4)).isEqualTo(3);
        assertThat(row.getString(5)).isEqualTo("?");
        assertThat(row.getString(6)).isEqualTo(" ? ");
        assertThat(row.getStatement()).isSameAs(s);
        assertThat(s.getConnection()).isSameAs(c);
      }
    }
  }

  @Test
  void keysThatNeedQuotingAreQuoted() throws SQLException {
    for (String id : new String[] {"o'brien", "back\\slash", "'; drop table users; --", "用户"}) {
      try (Connection c = router.getConnection(ShardKey.of("user", id))) {
        execute(c, "insert into users (id) values ($$" + id + "$$)");
        assertThat(ask(c, "select id from users where id = $$" + id + "$$")).isEqualTo(id);
      }
    }
  }

  @Test
  void failureInTheStatementLeavesTheConnectionUsable() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      assertThatThrownBy(() -> execute(c, "select nothing from nowhere"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42P01");
      assertThatThrownBy(() -> execute(c, "insert into users (id) values ('u2')"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("23505");
      assertThat(ask(c, "select 'usable'")).isEqualTo("usable");
      c.setAutoCommit(false);
      assertThatThrownBy(() -> execute(c, "select 1 / 0")).hasMessageContaining("division by zero");
      assertThatThrownBy(() -> execute(c, "select 1"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("25P02");
      c.rollback();
      assertThat(ask(c, "select 'usable'")).isEqualTo("usable");
      c.rollback();
    }
  }

  @Test
  void updateThatGivesRowsAndQueryThatGivesNoneFailAsTheDriverDoes() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.executeUpdate("select 1"))
          .hasMessageContaining("none was expected");
      assertThatThrownBy(() -> s.executeQuery("update users set name = 'x'"))
          .hasMessageContaining("No results were returned");
    }
  }

  @Test
  void missingParameterIsNamedByTheCallersNumber() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("select ?::text, ?::text")) {
      s.setString(2, "second");
      assertThatThrownBy(s::executeQuery).hasMessageContaining("parameter 1");
      s.clearParameters();
      s.setString(1, "first");
      assertThatThrownBy(s::executeQuery).hasMessageContaining("parameter 2");
      s.setString(3, "too many");
      s.setString(2, "second");
      assertThatThrownBy(s::executeQuery)
          .hasMessageContaining("out of range: 3, number of columns: 2");
      assertThat(ask(c, "select 'usable'")).isEqualTo("usable");
    }
  }

  @Test
  void metadataComesFromTheLogicalConnection() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      DatabaseMetaData about = c.getMetaData();
      assertThat(about.getConnection()).isSameAs(c);
      assertThat(about.getDatabaseProductName()).isEqualTo("PostgreSQL");
      try (ResultSet keys = about.getPrimaryKeys(null, "public", "users")) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getString("COLUMN_NAME")).isEqualTo("id");
      }
    }
  }

  @Test
  void closeOnCompletionClosesTheStatementWithItsRows() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("select 1")) {
      s.closeOnCompletion();
      ResultSet rows = s.executeQuery();
      assertThat(s.isClosed()).isFalse();
      rows.close();
      assertThat(s.isClosed()).isTrue();
    }
  }

  @Test
  void cancelReachesTheShard() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      Thread canceller =
          new Thread(
              () -> {
                await()
                    .until(
                        () ->
                            !cluster
                                .ask(
                                    1,
                                    "select count(*) from pg_stat_activity where state = 'active'"
                                        + " and query like '%pg_sleep(600)%' and pid <>"
                                        + " pg_backend_pid()")
                                .equals("0"));
                try {
                  s.cancel();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      canceller.start();
      assertThatThrownBy(() -> s.execute("select pg_sleep(600)"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("57014");
    }
  }

  @Test
  void closedConnectionAndStatementSaySo() throws SQLException {
    Connection c = router.getConnection(KEY);
    Statement s = c.createStatement();
    c.close();
    c.close();
    assertThat(c.isClosed()).isTrue();
    assertThat(s.isClosed()).isTrue();
    assertThatThrownBy(() -> s.execute("select 1")).hasMessageContaining("closed");
    assertThatThrownBy(c::createStatement)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08003");
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  private static String ask(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "(no row)";
    }
  }
}
