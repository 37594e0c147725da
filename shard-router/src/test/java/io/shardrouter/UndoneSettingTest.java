package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a transaction sets by text ends where it is rolled back, on all shards. */
@Timeout(60)
class UndoneSettingTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(3);
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users, consciousness_states");
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      for (String id : List.of("user-1", "1", "42", "alice")) {
        s.execute("insert into users (id, name) values ('" + id + "', '2024-01-01 00:00+00')");
      }
    }
  }

  /** The hour in which the session's time zone has midnight of UTC, by a key and by all shards. */
  private static String hours(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      return one(s, "select extract(hour from name::timestamptz) from users where id = 'alice'")
          + one(s, "select extract(hour from name::timestamptz) from users where id = '1'")
          + one(s, "select max(extract(hour from name::timestamptz)) from users")
          + one(
              s,
              "select string_agg(distinct extract(hour from name::timestamptz)::text, ',')"
                  + " from users");
    }
  }

  private static String one(Statement s, String sql) throws SQLException {
    try (ResultSet row = s.executeQuery(sql)) {
      row.next();
      return row.getString(1) + " ";
    }
  }

  private static void run(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  @Test
  void byTheRollbackOfTheTransaction() throws SQLException {
    try (Connection c = router.getConnection()) {
      String before = hours(c);
      c.setAutoCommit(false);
      run(c, "select from users where id = 'alice'");
      run(c, "set time zone 'Asia/Tokyo'");
      assertThat(hours(c)).isEqualTo("9 9 9 9 ");
      c.rollback();
      assertThat(hours(c)).isEqualTo(before);
      c.rollback();
      run(c, "begin");
      run(c, "set time zone 'Asia/Tokyo'");
      run(c, "rollback");
      assertThat(hours(c)).isEqualTo(before);
    }
  }

  @Test
  void byTheRollbackToASavepoint() throws SQLException {
    for (String local : List.of("", "local ")) {
      try (Connection c = router.getConnection()) {
        c.setAutoCommit(false);
        run(c, "set " + local + "time zone 'Asia/Tokyo'");
        run(c, "select from users where id = 'alice'");
        Savepoint savepoint = c.setSavepoint();
        run(c, "set " + local + "time zone 'Asia/Kolkata'");
        assertThat(hours(c)).isEqualTo("5 5 5 5 ");
        c.rollback(savepoint);
        assertThat(hours(c)).isEqualTo("9 9 9 9 ");
        c.commit();
        assertThat(hours(c).equals("9 9 9 9 ")).isEqualTo(local.isEmpty());
      }
    }
  }

  @Test
  void butNotWhereItIsCommitted() throws SQLException {
    try (Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      run(c, "set time zone 'Asia/Tokyo'");
      run(c, "update users set balance = 1 where id = 'alice'");
      c.commit();
      run(c, "set time zone 'Asia/Kolkata'");
      assertThat(hours(c)).isEqualTo("5 5 5 5 ");
      c.rollback();
      assertThat(hours(c)).isEqualTo("9 9 9 9 ");
      c.setAutoCommit(true);
      assertThat(hours(c)).isEqualTo("9 9 9 9 ");
    }
  }
}
