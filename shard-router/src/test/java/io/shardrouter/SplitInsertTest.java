package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An INSERT of rows that belong to several shards. */
class SplitInsertTest {
  /** user-1 and -7 are on shard 0, 1 and 42 on shard 1, alice on shard 2. */
  private static final String FOUR =
      "insert into users (id, name) values (?, ?), ('alice', 'x'), (?, ?), (?, upper(?))";

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
  void noRows() throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "truncate users, consciousness_states restart identity",
            "delete from shard_router.placement");
    router =
        cluster.router(
            cluster.config().toBuilder().transactions(TransactionMode.BEST_EFFORT).build());
  }

  @AfterEach
  void everyConnectionIsBack() throws SQLException {
    assertThat(ScatterProbe.active(router)).isZero();
  }

  private static PreparedStatement filled(PreparedStatement statement) throws SQLException {
    String[] values = {"42", "a", "user-1", "b", "1", "c"};
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
    return statement;
  }

  private static List<String> column(ResultSet rows, int column) throws SQLException {
    List<String> all = new ArrayList<>();
    while (rows.next()) {
      all.add(rows.getString(column));
    }
    return all;
  }

  private String onShard(int shard) throws SQLException {
    return cluster.ask(shard, "select string_agg(id || name, ' ' order by id) from users");
  }

  @Test
  void eachRowGoesToItsShardAndCountsAreSummed() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR))) {
      assertThat(s.executeUpdate()).isEqualTo(4);
      assertThat(s.getUpdateCount()).isEqualTo(4);
      assertThat(ScatterProbe.active(router)).isLessThanOrEqualTo(1);
    }
    assertThat(List.of(onShard(0), onShard(1), onShard(2)))
        .containsExactly("user-1b", "1C 42a", "alicex");
  }

  @Test
  void returnedRowsComeInTheOrderOfTheValues() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR + " returning name, id as i"));
        ResultSet rows = s.executeQuery()) {
      assertThat(rows.getMetaData().getColumnLabel(2)).isEqualTo("i");
      assertThat(rows.isBeforeFirst()).isTrue();
      assertThat(column(rows, 2)).containsExactly("42", "alice", "user-1", "1");
      assertThat(rows.isAfterLast()).isTrue();
    }
  }

  @Test
  void generatedKeysComeInTheOrderOfTheValues() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR, Statement.RETURN_GENERATED_KEYS));
        Statement plain = c.createStatement()) {
      assertThat(s.executeUpdate()).isEqualTo(4);
      try (ResultSet keys = s.getGeneratedKeys()) {
        assertThat(column(keys, 1)).containsExactly("42", "alice", "user-1", "1");
      }
      String states =
          "insert into consciousness_states (user_id, id) values ('alice', 1), ('1', 2), ('42', 3),"
              + " ('user-1', 4), ('1', 5)";
      assertThat(plain.executeUpdate(states, new String[] {"id"})).isEqualTo(5);
      try (ResultSet keys = plain.getGeneratedKeys()) {
        assertThat(column(keys, 1)).containsExactly("1", "2", "3", "4", "5");
      }
    }
  }

  @Test
  void rowsThatAConflictPassesOverAreMissingInTheirPlaces() throws SQLException {
    cluster.shards().execute(1, "insert into users (id, name) values ('42', 'old')");
    try (Connection c = router.getConnection();
        PreparedStatement s =
            filled(c.prepareStatement(FOUR + " on conflict (id) do nothing returning id"));
        ResultSet rows = s.executeQuery()) {
      assertThat(column(rows, 1)).containsExactly("alice", "user-1", "1");
    }
  }

  @Test
  void parametersBehindTheRowsGoToEveryShard() throws SQLException {
    cluster.shards().execute(1, "insert into users (id, name) values ('42', 'old')");
    cluster.shards().execute(2, "insert into users (id, name) values ('alice', 'old')");
    try (Connection c = router.getConnection();
        PreparedStatement s =
            filled(c.prepareStatement(FOUR + " on conflict (id) do update set name = ?"))) {
      s.setString(7, "new");
      assertThat(s.executeLargeUpdate()).isEqualTo(4);
      s.setCharacterStream(7, new java.io.StringReader("once"));
      assertThatThrownBy(s::executeUpdate)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("SR004"));
    }
    assertThat(onShard(1)).isEqualTo("1C 42new");
    assertThat(onShard(2)).isEqualTo("alicenew");
  }

  @Test
  void streamsOfRowsAreReadOnce() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR))) {
      s.setAsciiStream(
          4, new ByteArrayInputStream("stream".getBytes(StandardCharsets.US_ASCII)), 6);
      assertThat(s.executeUpdate()).isEqualTo(4);
    }
    assertThat(onShard(0)).isEqualTo("user-1stream");
  }

  @Test
  void failureTellsWhichRowsAreIn() throws SQLException {
    cluster.shards().execute(1, "insert into users (id, name) values ('1', 'there')");
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR))) {
      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, s::executeUpdate);
      assertThat(failure.getSQLState()).isEqualTo("23505");
      assertThat(failure.getUpdateCounts()).containsExactly(-3, -3, -2, -3);
      assertThat((Throwable) failure)
          .hasMessageContaining("the rows [1, 4] failed on shard 1")
          .hasMessageContaining("in are the rows [3], not in are the rows [1, 2, 4]");
    }
    assertThat(List.of(onShard(0), onShard(1), onShard(2)))
        .containsExactly("user-1b", "1there", "null");
  }

  @Test
  void failureOfTheFirstShardIsItsOwn() throws SQLException {
    cluster.shards().execute(0, "insert into users (id, name) values ('user-1', 'there')");
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR))) {
      assertThatThrownBy(s::executeUpdate)
          .isNotInstanceOf(BatchUpdateException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("23505"));
    }
    assertThat(onShard(1)).isEqualTo("null");
  }

  @Test
  void staleRouterSendsRowsWhereTheirKeysAre() throws SQLException {
    // alice's slot went from 2 to 1, key 42 from 1 to 0, and the router knows of neither.
    cluster.placeSlot(2738, 2, 1, 1);
    cluster.placeSlot(2738, 1, 1, 1);
    cluster.placeKey("42", 1768, 1, 0, 1);
    cluster.placeKey("42", 1768, 0, 0, 1);
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR + " returning id"));
        ResultSet rows = s.executeQuery()) {
      assertThat(column(rows, 1)).containsExactly("42", "alice", "user-1", "1");
    }
    assertThat(List.of(onShard(0), onShard(1), onShard(2)))
        .containsExactly("42a user-1b", "1C alicex", "null");
  }

  @Test
  void refusedInATransactionAndWithoutBestEffort() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR))) {
      c.setAutoCommit(false);
      assertThatThrownBy(s::executeUpdate)
          .hasMessageContaining("the rows fall on 3 shards")
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("SR005"));
      c.rollback();
    }
    try (Connection c = cluster.router().getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR))) {
      assertThatThrownBy(s::executeUpdate)
          .hasMessageContaining("transactions: best-effort")
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("SR005"));
    }
    assertThat(onShard(0)).isEqualTo("null");
  }

  @Test
  void explanationShowsEachShardsStatement() throws SQLException {
    Explanation explanation = router.explain(FOUR, "42", "a", "user-1", "b", "1", "c");
    assertThat(explanation.kind()).isEqualTo(Explanation.Kind.SPLIT);
    assertThat(explanation.shards()).containsExactly(0, 1, 2);
    assertThat(explanation.toString())
        .contains("shard 1: insert into users (id, name) values (?, ?), (?, upper(?))")
        .contains("with parameters [1, 2, 5, 6]");
  }

  @Test
  void noMoreRowsAreReturnedThanWanted() throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = filled(c.prepareStatement(FOUR + " returning id"))) {
      s.setMaxRows(2);
      assertThat(column(s.executeQuery(), 1)).containsExactly("42", "alice");
    }
  }
}
