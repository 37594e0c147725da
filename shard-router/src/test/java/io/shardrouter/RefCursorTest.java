package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgResultSet;

/**
 * A cursor lives in the guarded transaction that opened it: a rollback that takes the guard takes
 * the cursor with it.
 */
class RefCursorTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final String OPEN = "select open_users() as cursor";

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(1);
    cluster
        .shards()
        .execute(
            0,
            "insert into users (id, name) values ('user-1', 'one')",
            "create function open_users() returns refcursor language plpgsql as"
                + " $$ declare c refcursor := 'opened'; begin open c for select name from users;"
                + " return c; end $$");
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void rowsOfARefCursorBelongToTheKeyedStatement() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      for (Getter getter :
          new Getter[] {
            row -> row.getObject(1),
            row -> row.getObject("cursor"),
            row -> row.getObject(1, Map.of()),
            row -> row.getObject("cursor", Map.of())
          }) {
        try (ResultSet row = s.executeQuery(OPEN)) {
          row.next();
          assertBelongsTo(s, (ResultSet) getter.get(row));
        }
        c.rollback();
      }
      try (ResultSet row = s.executeQuery(OPEN)) {
        row.next();
        assertThatThrownBy(() -> row.getObject(1, ResultSet.class))
            .isInstanceOf(SQLException.class);
      }
      c.rollback();
    }
  }

  @FunctionalInterface
  private interface Getter {
    Object get(ResultSet row) throws SQLException;
  }

  private static void assertBelongsTo(Statement statement, ResultSet opened) throws SQLException {
    try (opened) {
      assertThat(opened.next()).isTrue();
      assertThat(opened.getString(1)).isEqualTo("one");
      assertThat(opened.getStatement()).isSameAs(statement);
      assertThat(opened.isWrapperFor(PgResultSet.class)).isFalse();
      assertThat(opened.next()).isFalse();
    }
  }

  @Test
  void outParameterThatIsARefCursorBelongsToItsCall() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        CallableStatement s = c.prepareCall("{? = call open_users()}")) {
      c.setAutoCommit(false);
      s.registerOutParameter(1, Types.REF_CURSOR);
      s.execute();
      assertBelongsTo(s, (ResultSet) s.getObject(1));
      c.rollback();
      s.execute();
      assertBelongsTo(s, s.getObject(1, ResultSet.class));
      c.rollback();
    }
  }

  @Test
  void cursorEndsWithTheTransactionThatHeldTheGuard() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      try (ResultSet row = s.executeQuery(OPEN)) {
        row.next();
        assertThatThrownBy(() -> row.getObject(1)).hasMessageContaining("does not exist");
      }
      c.setAutoCommit(false);
      try (ResultSet row = s.executeQuery(OPEN)) {
        row.next();
        c.commit();
        assertThatThrownBy(() -> row.getObject(1)).hasMessageContaining("does not exist");
      }
      c.rollback();
    }
  }

  @Test
  void rollbackThatForgetsTheGuardEndsTheCursorToo() throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      Savepoint before = c.setSavepoint();
      try (ResultSet row = s.executeQuery(OPEN)) {
        row.next();
        c.rollback(before);
        assertThatThrownBy(() -> row.getObject(1)).hasMessageContaining("does not exist");
      }
      c.rollback();
    }
  }

  @Test
  void scatterGivesNoCursors() throws SQLException {
    try (ScatterResult result = router.scatter(OPEN)) {
      assertThat(result.next()).isTrue();
      assertThat(result.row().getString(1)).isEqualTo("opened");
      assertThatThrownBy(() -> result.row().getObject(1))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("refcursor");
    }
  }
}
