package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.fastpath.FastpathArg;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** What the driver's own interfaces do on a keyed connection is done under the guard too. */
@SuppressWarnings("deprecation") // Fastpath, which the driver still hands out.
class UnwrapTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final String COPY_IN = "copy users (id, name) from stdin";

  private static TestCluster cluster;
  private static ShardedDataSource router;
  private static int renameOid;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(1);
    cluster
        .shards()
        .execute(
            0,
            "create function rename_all(p_name text) returns int language sql as"
                + " $$ update users set name = p_name; select 1 $$");
    renameOid = Integer.parseInt(cluster.ask(0, "select 'rename_all'::regproc::oid"));
    router =
        cluster.router(
            TestCluster.config(cluster.shards())
                .pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "3000"))
                .build());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().execute(0, "truncate users cascade", "insert into users values ('u', 'old')");
  }

  /** The ways in which a transaction, or the part of it that took the guard, ends. */
  enum End {
    COMMIT {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.commit();
      }
    },
    ROLLBACK {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.rollback();
      }
    },
    COMMIT_BY_TEXT {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        execute(c, "commit");
      }
    },
    CHAIN_BY_TEXT {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        execute(c, "commit and chain");
      }
    },
    NEXT_TRANSACTION {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.commit();
        execute(c, "select 1");
      }
    },
    AUTOCOMMIT {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.setAutoCommit(true);
      }
    },
    SAVEPOINT {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.rollback(first);
      }
    },
    CLOSE {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.close();
      }
    },
    NEXT_BORROWER {
      @Override
      void of(Connection c, Savepoint first) throws SQLException {
        c.close();
        Connection next = router.getConnection(KEY);
        next.setAutoCommit(false);
        execute(next, "select 1");
        next.close();
      }
    };

    abstract void of(Connection c, Savepoint first) throws SQLException;
  }

  @ParameterizedTest
  @EnumSource
  void everythingOfTheDriversEndsWithTheGuard(End end) throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      Savepoint first = c.setSavepoint();
      PGConnection driver = c.unwrap(PGConnection.class);
      CopyManager copy = driver.getCopyAPI();
      Fastpath fastpath = driver.getFastpathAPI();
      LargeObjectManager objects = driver.getLargeObjectAPI();
      copy.copyIn(COPY_IN).endCopy();
      end.of(c, first);
      assertOver(driver::getCopyAPI);
      assertOver(driver::getFastpathAPI);
      assertOver(driver::getLargeObjectAPI);
      assertOver(() -> driver.createArrayOf("text", new String[0]));
      assertOver(() -> copy.copyIn(COPY_IN));
      assertOver(() -> copy.copyOut("copy users to stdout"));
      assertOver(() -> copy.copyIn(COPY_IN, new StringReader("v\tnew\n")));
      assertOver(() -> fastpath.fastpath(renameOid, renamed("past the guard")));
      assertOver(objects::createLO);
      assertOver(() -> objects.open(1));
      assertOver(() -> objects.delete(1));
      assertThatThrownBy(() -> driver.setDefaultFetchSize(3)).isInstanceOf(RefusedException.class);
    }
    assertThat(cluster.ask(0, "select string_agg(id || name, ',') from users")).isEqualTo("uold");
  }

  private static FastpathArg[] renamed(String name) {
    return new FastpathArg[] {new FastpathArg(name.getBytes(StandardCharsets.UTF_8))};
  }

  private static void assertOver(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("unwrap it again")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR004");
  }

  @Test
  void driversInterfacesWorkWithinTheTransactionAndCostNoConnection() throws Exception {
    int first;
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      PGConnection driver = c.unwrap(PGConnection.class);
      first = driver.getBackendPID();
      assertThat(driver.getCopyAPI().copyIn(COPY_IN, new StringReader("v\tnew\n"))).isEqualTo(1);
      LargeObjectManager objects = driver.getLargeObjectAPI();
      long oid = objects.createLO();
      try (LargeObject object = objects.open(oid)) {
        object.write(new byte[] {1, 2, 3});
      }
      objects.delete(oid);
      assertThat(driver.escapeIdentifier("a b")).isEqualTo("\"a b\"");
      c.commit();
      assertThat(driver.getBackendPID()).isEqualTo(first);
      assertThat(driver.getParameterStatus("server_encoding")).isEqualTo("UTF8");
      c.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY_IN, new StringReader("w\tnew\n"));
      c.commit();
    }
    assertThat(backend()).isEqualTo(first);
    assertThat(cluster.ask(0, "select count(*) from users")).isEqualTo("3");
  }

  @Test
  void settingsOfTheDriversConnectionReachNobodyElse() throws SQLException {
    int first;
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      PGConnection driver = c.unwrap(PGConnection.class);
      first = driver.getBackendPID();
      driver.setDefaultFetchSize(17);
      assertThat(driver.getDefaultFetchSize()).isEqualTo(17);
      c.commit();
    }
    int second = backend();
    assertThat(second).isNotEqualTo(first);
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      Fastpath fastpath = c.unwrap(PGConnection.class).getFastpathAPI();
      assertThat(fastpath.fastpath(renameOid, renamed("new"))).isNotNull();
      c.commit();
    }
    assertThat(cluster.ask(0, "select name from users")).isEqualTo("new");
    assertThat(backend()).as("a function may leave anything").isNotEqualTo(second);
  }

  private static int backend() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement();
        ResultSet row = s.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void whatWouldPartStatementsFromTheirGuardIsRefused() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      PGConnection driver = c.unwrap(PGConnection.class);
      assertThatThrownBy(() -> driver.setAutosave(AutoSave.ALWAYS))
          .hasRootCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("autosave");
      assertThatThrownBy(() -> driver.setPrepareThreshold(-1))
          .hasRootCauseInstanceOf(RefusedException.class);
      assertThatThrownBy(driver::getReplicationAPI)
          .hasRootCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("shardDataSource(0)");
      CopyManager copy = driver.getCopyAPI();
      for (String sql : new String[] {"commit", "commit and chain", "copy users to stdout; end"}) {
        assertThatThrownBy(() -> copy.copyOut(sql)).as(sql).isInstanceOf(RefusedException.class);
      }
      LargeObjectManager objects = driver.getLargeObjectAPI();
      long oid = objects.createLO();
      assertThatThrownBy(() -> objects.open(oid, true)).isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> c.unwrap(BaseConnection.class))
          .hasMessageContaining("unwrap(PGConnection.class)");
      assertThat(c.isWrapperFor(BaseConnection.class)).isFalse();
      assertThat(c.isWrapperFor(PGConnection.class)).isTrue();
      c.rollback();
    }
  }

  @Test
  void openCopyKeepsItsTransaction() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      CopyIn copy = c.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY_IN);
      byte[] row = "v\tnew\n".getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(row, 0, row.length);
      copy.endCopy();
      c.commit();
      assertThatThrownBy(() -> copy.writeToCopy(row, 0, row.length))
          .isInstanceOf(SQLException.class);
    }
    assertThat(cluster.ask(0, "select count(*) from users")).isEqualTo("2");
  }

  /** A new driver must not bring a method that is forwarded by nobody's decision. */
  @Test
  void everyMethodOfTheDriversInterfaceIsWrittenByHand() throws SQLException {
    try (Connection c = router.getConnection(KEY)) {
      c.setAutoCommit(false);
      Class<?> given = c.unwrap(PGConnection.class).getClass();
      assertThat(PGConnection.class.getMethods())
          .allSatisfy(method -> assertThat(isDeclared(given, method)).as("" + method).isTrue());
      c.rollback();
    }
  }

  private static boolean isDeclared(Class<?> type, Method method) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
