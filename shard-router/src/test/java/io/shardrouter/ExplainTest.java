package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where statements would go is told without running them. */
class ExplainTest {
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

  private static Explanation.Kind kind(String sql, Object... parameters) throws SQLException {
    return router.explain(sql, parameters).kind();
  }

  @Test
  void keyTellsTheShard() throws SQLException {
    Explanation explanation = router.explain("select name from users where id = ?", "1");
    assertThat(explanation.kind()).isEqualTo(Explanation.Kind.SINGLE_SHARD);
    assertThat(explanation.shards()).containsExactly(1);
    assertThat(explanation.toString()).contains("group user key $1").contains("slot");
  }

  @Test
  void keyWithoutAValueTellsNoShard() throws SQLException {
    Explanation explanation = router.explain("select name from users where id = ?");
    assertThat(explanation.kind()).isEqualTo(Explanation.Kind.SINGLE_SHARD);
    assertThat(explanation.shards()).isEmpty();
  }

  @Test
  void waysOfAnsweringAreTold() throws SQLException {
    assertThat(kind("select id from users order by balance limit 3"))
        .isEqualTo(Explanation.Kind.MERGED);
    assertThat(kind("select count(distinct name) from users")).isEqualTo(Explanation.Kind.FINISHED);
    assertThat(kind("select 1")).isEqualTo(Explanation.Kind.ANY_SHARD);
    assertThat(kind("set work_mem = '1MB'")).isEqualTo(Explanation.Kind.SESSION);
  }

  @Test
  void refusalTellsTheReasonAndAWayOut() throws SQLException {
    Explanation explanation = router.explain("update users set balance = 0");
    assertThat(explanation.kind()).isEqualTo(Explanation.Kind.REFUSED);
    assertThat(explanation.shards()).isEmpty();
    assertThat(explanation.toString()).contains("SR004").contains("several shards");
  }

  @Test
  void statementAsksForItToo() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection c = router.getConnection();
        PreparedStatement s =
            c.prepareStatement("explain (shards) select name from users where id = ?")) {
      s.setString(1, "alice");
      try (ResultSet rows = s.executeQuery()) {
        assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("QUERY PLAN");
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    assertThat(lines).anyMatch(line -> line.startsWith("route: shard 2"));
  }
}
