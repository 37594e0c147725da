package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PGobject;

/** A prepared statement that is used again sees its own parameters and no others. */
class PreparedReuseTest {
  private static final ShardKey USER_1 = ShardKey.of("user", "user-1");
  private static final String INSERT =
      "insert into consciousness_states (user_id, state) values ('user-1', ?)";

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users, consciousness_states restart identity");
    cluster.shards().execute(1, "insert into users (id, name) values ('user-1', 'home')");
  }

  private static String states() throws SQLException {
    return cluster.ask(1, "select string_agg(state, ',' order by id) from consciousness_states");
  }

  @Test
  void clearedParameterIsMissing() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s = c.prepareStatement("select ?::text || ?::text")) {
      s.setString(1, "a");
      s.setString(2, "b");
      s.execute();
      s.clearParameters();
      s.setString(1, "c");
      assertThatThrownBy(s::execute)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("No value specified");
    }
  }

  @Test
  void batchThatCouldNotBeFilledLeavesNoRowForTheNext() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s = c.prepareStatement(INSERT)) {
      s.setObject(1, "first", Types.VARCHAR);
      s.addBatch();
      s.setObject(1, "no number", Types.INTEGER);
      s.addBatch();
      assertThatThrownBy(s::executeBatch).isInstanceOf(SQLException.class);
      s.setString(1, "second");
      s.addBatch();
      assertThat(s.executeBatch()).hasSize(1);
    }
    assertThat(states()).isEqualTo("second");
  }

  @Test
  void mutableValueCountsAsItWasWhenItWasSet() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s = c.prepareStatement(INSERT)) {
      PGobject value = new PGobject();
      value.setType("text");
      for (String text : new String[] {"one", "two"}) {
        value.setValue(text);
        s.setObject(1, value);
        s.addBatch();
      }
      s.executeBatch();
    }
    assertThat(states()).isEqualTo("one,two");
  }

  @Test
  void mutableTimestampCountsAsItWasWhenItWasSet() throws SQLException {
    try (Connection c = router.getConnection(USER_1);
        PreparedStatement s =
            c.prepareStatement("select extract(epoch from ?::timestamptz)::int")) {
      Timestamp value = new Timestamp(1000);
      s.setTimestamp(1, value);
      value.setTime(2000);
      try (ResultSet row = s.executeQuery()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
    }
  }
}
