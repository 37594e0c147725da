package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller leaves in a session is never met by the next borrower, of another key or not. */
class SessionStateTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = cluster(GuardMode.ON);
    router = cluster.router();
  }

  /** One connection for each pool, so that the next borrower gets the last one's. */
  private static TestCluster cluster(GuardMode guard) throws SQLException {
    return TestCluster.of(
        EmbeddedShards.databases(1),
        settings ->
            settings
                .guard(guard)
                .pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "3000")));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set search_path = pg_catalog",
        "select set_config('search_path', 'pg_catalog', false)",
        "listen news",
        "prepare p as select 1",
        "create temp table leftover (id int)",
        "create table pg_temp.leftover (id int)",
        "select 1 as id into temp leftover",
        "select pg_advisory_lock(42)",
        "declare c cursor with hold for select 1",
        "select 1; set search_path = pg_catalog"
      })
  void stateEndsWithTheKeysConnectionAndWithTheTransactionOfOneWithoutAKey(String sql)
      throws Exception {
    int first = ShardScope.call(KEY, () -> runInTransaction(router, sql));
    int second = ShardScope.call(KEY, () -> runInTransaction(router, "select 1"));
    assertThat(second).as("without a key").isNotEqualTo(first);
    int third;
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      third = backend(s);
      assertThat(third).as("a session without state is used again").isEqualTo(second);
      c.setAutoCommit(false);
      s.execute(sql);
      c.commit();
      c.setAutoCommit(true);
      assertThat(backend(s)).as("it stays to the end of the checkout").isEqualTo(third);
    }
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThat(backend(s)).as("with a key").isNotEqualTo(third);
    }
  }

  private static int runInTransaction(ShardedDataSource from, String sql) throws SQLException {
    try (Connection c = from.getConnection();
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      int backend = backend(s);
      s.execute(sql);
      c.commit();
      return backend;
    }
  }

  private static int backend(Statement s) throws SQLException {
    try (ResultSet row = s.executeQuery("select pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void lockThatOutlivesItsFailedStatementIsNoticed() throws SQLException {
    int first;
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      first = backend(s);
      assertThatThrownBy(() -> s.execute("select 1 / (length(pg_advisory_lock(42)::text) * 0)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("division by zero");
    }
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThat(backend(s)).isNotEqualTo(first);
    }
  }

  @Test
  void stateEndsWithTheTransactionWhereGuardsAreOff() throws Exception {
    try (TestCluster unguarded = cluster(GuardMode.OFF)) {
      ShardedDataSource plain = unguarded.router();
      int first = ShardScope.call(KEY, () -> runInTransaction(plain, "set lock_timeout = '1s'"));
      int second = ShardScope.call(KEY, () -> runInTransaction(plain, "select 1"));
      assertThat(second).isNotEqualTo(first);
      assertThat(ShardScope.call(KEY, () -> runInTransaction(plain, "select 1"))).isEqualTo(second);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set local search_path = pg_catalog",
        "set constraints all deferred",
        "select 21 as temp",
        "create temp table leftover (id int) on commit drop"
      })
  void whatEndsWithTheTransactionCostsNoConnection(String sql) throws Exception {
    int first = ShardScope.call(KEY, () -> runInTransaction(router, sql));
    assertThat(ShardScope.call(KEY, () -> runInTransaction(router, "select 1"))).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void schemaOfOneBorrowerIsNotTheNextOnes(boolean autoCommit) throws Exception {
    int first;
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      c.setAutoCommit(autoCommit);
      first = backend(s);
      c.setSchema("pg_catalog");
      assertThat(one(s, "show search_path")).isEqualTo("pg_catalog");
    }
    try (Connection c = router.getConnection()) {
      c.setSchema("elsewhere");
      c.setAutoCommit(autoCommit);
      for (int i = 0; i < 2; i++) {
        try (Statement s = c.createStatement()) {
          assertThat(ShardScope.call(KEY, () -> one(s, "show search_path"))).isEqualTo("elsewhere");
        }
        if (!autoCommit) {
          c.commit();
        }
      }
    }
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThat(one(s, "show search_path")).isEqualTo("\"$user\", public");
      assertThat(backend(s)).as("which costs no connection").isEqualTo(first);
    }
  }

  private static String one(Statement s, String sql) throws SQLException {
    try (ResultSet row = s.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
