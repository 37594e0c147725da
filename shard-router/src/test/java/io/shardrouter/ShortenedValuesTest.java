package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that change values on their way from shard to shard, and names that hide settings. */
@Timeout(60)
class ShortenedValuesTest {
  /** 0.1 + 0.2 as the server has it is no 0.3. */
  private static final String FINISHED =
      "select count(*) from (select balance / 10.0::float8 + 0.2 as x, row_number() over ()"
          + " from users) r where x = 0.30000000000000004";

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(3);
    router = cluster.router();
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      for (String id : List.of("user-1", "1", "alice")) {
        s.execute("insert into users (id, balance) values ('" + id + "', 1)");
      }
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static long ask(Statement s, String sql) throws SQLException {
    try (ResultSet row = s.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void valuesThatWouldBeShortenedDoNotTravel() throws SQLException {
    for (String setting : List.of("extra_float_digits = 0", "array_nulls to off")) {
      try (Connection c = router.getConnection();
          Statement s = c.createStatement()) {
        assertThat(ask(s, FINISHED)).isEqualTo(3);
        s.execute("set " + setting);
        assertThatThrownBy(() -> ask(s, FINISHED))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("extra_float_digits");
        assertThat(ask(s, "select balance from users where id = 'alice'")).isEqualTo(1);
        assertThat(ask(s, "select balance from users")).isEqualTo(1);
      }
    }
  }

  @Test
  void wholeValuesTravelAsBefore() throws SQLException {
    for (String setting : List.of("extra_float_digits = 3", "extra_float_digits TO '1'")) {
      try (Connection c = router.getConnection();
          Statement s = c.createStatement()) {
        s.execute("set " + setting);
        assertThat(ask(s, FINISHED)).isEqualTo(3);
      }
    }
  }

  @Test
  void aNameInEscapesDoesNotHideTheSearchPath() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.execute("set U&\"search_p\\0061th\" = pg_temp"))
          .isInstanceOf(RefusedException.class);
    }
  }
}
