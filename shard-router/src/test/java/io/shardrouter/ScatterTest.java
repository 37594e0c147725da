package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scatter gives, and what it takes. */
class ScatterTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(3);
    router = cluster.router();
    for (int shard = 0; shard < 3; shard++) {
      cluster
          .shards()
          .execute(
              shard,
              "insert into users (id, name, balance) select 's%1$d-' || i, nullif('n' || i, 'n2'), i"
                      .formatted(shard)
                  + " from generate_series(1, %d) i".formatted(2 + shard));
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void nothingLeaks() {
    assertThat(ScatterProbe.active(router)).isZero();
    assertThat(router.router().operationsInFlight()).isZero();
  }

  private static List<String> read(ScatterResult result) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        rows.add(result.shard() + ":" + result.row().getString(1));
      }
      assertThat(result.next()).isFalse();
    }
    return rows;
  }

  @Test
  void givesEveryRowOfEveryShardWithItsShard() throws SQLException {
    assertThat(read(router.scatter("select id from users")))
        .containsExactlyInAnyOrder(
            "0:s0-1", "0:s0-2", "1:s1-1", "1:s1-2", "1:s1-3", "2:s2-1", "2:s2-2", "2:s2-3",
            "2:s2-4");
  }

  @Test
  void repeatsOverServerPreparedStatements() throws SQLException {
    for (int i = 0; i < 20; i++) {
      assertThat(read(router.scatter("select id from users where balance >= ?", 3))).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1000})
  void givesTheSameRowsWhereverBlocksEnd(int fetchSize) throws SQLException {
    ScatterQuery query = ScatterQuery.of("select id from users").fetchSize(fetchSize);
    assertThat(read(router.scatter(query))).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  void asksNamedShardsAlone() throws SQLException {
    assertThat(read(router.scatter(ScatterQuery.of("select id from users").onShards(2, 0, 2))))
        .hasSize(6)
        .noneMatch(row -> row.startsWith("1:"));
  }

  @Test
  void refusesAShardThatIsNotConfigured() {
    ScatterQuery query = ScatterQuery.of("select 1").onShards(7);
    assertThatThrownBy(() -> router.scatter(query))
        .isInstanceOf(RefusedException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR007");
  }

  @Test
  void bindsParametersThatMayBeNull() throws SQLException {
    assertThat(
            read(
                router.scatter(
                    "select id from users where name is not distinct from ?::text and balance = ?",
                    null,
                    2)))
        .containsExactlyInAnyOrder("0:s0-2", "1:s1-2", "2:s2-2");
    assertThat(read(router.scatter("select coalesce(?::text, 'was null')", (Object) null)))
        .containsExactlyInAnyOrder("0:was null", "1:was null", "2:was null");
  }

  @Test
  void describesItsColumnsBeforeTheFirstRowAndUpToTheLast() throws SQLException {
    try (ScatterResult result = router.scatter("select id, balance as b from users")) {
      ResultSetMetaData columns = result.metaData();
      assertThat(columns.getColumnCount()).isEqualTo(2);
      assertThat(columns.getColumnLabel(2)).isEqualTo("b");
      for (int i = 0; i < 9; i++) {
        assertThat(result.next()).isTrue();
      }
      assertThat(result.metaData().getTableName(1)).isEqualTo("users");
      assertThat(result.next()).isFalse();
      assertThatThrownBy(result::metaData).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void hasNoRowBeforeTheFirstAndAfterTheLast() throws SQLException {
    try (ScatterResult result = router.scatter("select 1 where false")) {
      assertThatThrownBy(result::row).hasMessageContaining("call next() first");
      assertThat(result.next()).isFalse();
      assertThatThrownBy(result::shard).hasMessageContaining("call next() first");
    }
  }

  @Test
  void isClosedOnceAndForAll() throws SQLException {
    ScatterResult result = router.scatter("select id from users");
    result.close();
    result.close();
    assertThatThrownBy(result::next)
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08003");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1; select 2",
        "commit",
        "rollback; select 1",
        "set search_path to public",
        "call p()",
        "vacuum",
        "copy users to stdout",
        "lock table users in access share mode",
        ""
      })
  void refusesWhatIsNotOneReadingStatement(String sql) {
    assertThatThrownBy(() -> router.scatter(sql))
        .isInstanceOf(RefusedException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR004");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update users set balance = 0 returning id",
        "with gone as (delete from users returning id) select id from gone",
        "create table t as select 1",
        "select nextval(pg_get_serial_sequence('consciousness_states', 'id'))"
      })
  void readsOnly(String sql) throws SQLException {
    assertThatThrownBy(() -> router.scatter(sql))
        .isInstanceOf(ScatterException.class)
        .hasMessageContaining("a scatter reads only")
        .cause()
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("25006");
    assertThat(cluster.ask(0, "select count(*) from users where balance > 0")).isEqualTo("2");
  }

  @Test
  void cannotBeTalkedIntoWriting() {
    assertThatThrownBy(
            () -> router.scatter("select set_config('transaction_read_only', 'off', true)"))
        .isInstanceOf(ScatterException.class);
  }

  @Test
  void refusesParametersThatCanBeReadOnce() {
    assertThatThrownBy(() -> router.scatter("select ?::bytea", InputStream.nullInputStream()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("parameter 1");
  }

  @Test
  void readsWithoutTheShardSideSchemaWhereNothingIsGuarded() throws SQLException {
    try (TestCluster plain =
        TestCluster.of(
            io.shardrouter.testing.EmbeddedShards.databases(2),
            settings -> settings.guard(GuardMode.OFF))) {
      plain.shards().executeOnAll("drop table shard_router.traffic");
      assertThat(read(plain.router().scatter("select 7"))).containsExactlyInAnyOrder("0:7", "1:7");
    }
  }
}
