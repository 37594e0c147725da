package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row's key may become another one of the same shard; writes over shards name the way out. */
class KeyChangeTest {
  private static final String RENAME = "update users set id = ? where id = ?";

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

  /** user-1 is on shard 0, 1 and 42 on shard 1, alice on shard 2. */
  @BeforeEach
  void freshRows() throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "truncate users, consciousness_states restart identity",
            "delete from shard_router.placement");
    cluster.shards().execute(1, "insert into users (id, name) values ('1', 'b')");
    router = cluster.router();
  }

  private int update(String sql, Object... parameters) throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setObject(i + 1, parameters[i]);
      }
      return s.executeUpdate();
    }
  }

  private static String stateOf(Throwable thrown) {
    return ((SQLException) thrown).getSQLState();
  }

  @Test
  void keyOfTheSameShardIsTaken() throws SQLException {
    assertThat(update(RENAME, "42", "1")).isEqualTo(1);
    assertThat(cluster.ask(1, "select id from users")).isEqualTo("42");
    assertThat(update("update users set id = '1', name = 'n' where id = '42'")).isEqualTo(1);
    assertThat(
            update(
                "insert into users (id) values ('1') on conflict (id) do update set id = ?", "42"))
        .isEqualTo(1);
    assertThat(update(RENAME, "42", "42")).isEqualTo(1);
    assertThat(cluster.ask(1, "select id || name from users")).isEqualTo("42n");
  }

  @Test
  void keyOfAnotherShardIsRefused() throws SQLException {
    assertThatThrownBy(() -> update(RENAME, "alice", "1"))
        .hasMessageContaining("SET id")
        .hasMessageContaining("another shard")
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR004"));
    assertThatThrownBy(() -> update("update users set id = lower(id) where id = '1'"))
        .hasMessageContaining("not known beforehand")
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR004"));
    assertThatThrownBy(() -> update(RENAME, null, "1"))
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR003"));
  }

  @Test
  void bothKeysAreGuarded() throws SQLException {
    // The new key is on shard 0 by now, where rows of it belong; the router does not know.
    cluster.placeKey("42", 1768, 1, 0, 1);
    cluster.placeKey("42", 1768, 0, 0, 1);
    assertThatThrownBy(() -> update(RENAME, "42", "1"))
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("40001"));
    assertThatThrownBy(() -> update(RENAME, "42", "1"))
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR004"));
    assertThat(cluster.ask(1, "select id from users")).isEqualTo("1");
  }

  @Test
  void nullIsNoRowsKey() throws SQLException {
    assertThat(update("update users set name = 'x' where id = ?", (Object) null)).isZero();
    assertThat(update("delete from users where id = any(?)", (Object) new String[0])).isZero();
    assertThatThrownBy(() -> update("insert into users (id) values ('1'), (?)", (Object) null))
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR003"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE | update users set name = 'x' where id in ('1', 'alice')",
        "DELETE | delete from users where id = any(array['1', 'alice'])",
        "FOR UPDATE | select * from users where id in ('1', 'alice') for update",
      })
  void writeOverShardsNamesTheWayOut(String clause, String sql) {
    assertThatThrownBy(() -> update(sql))
        .hasMessageContaining(clause)
        .hasMessageContaining("several shards")
        .hasMessageContaining("run it once for each key")
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("SR004"));
  }

  /** A user and a month on one shard: each is guarded as a key of its own group. */
  @Test
  void keysOfSeveralGroupsAreGuardedAsSuch() throws SQLException {
    cluster
        .shards()
        .execute(
            0, "insert into daily_metrics values ('2024-01-05', 'm', 1), ('2024-01-06', 'n', 2)");
    cluster.shards().execute(0, "insert into users (id) values ('user-1')");
    String sql =
        "update users set balance = (select sum(value) from daily_metrics where day = ?)"
            + " where id = 'user-1'";
    java.time.LocalDate day = java.time.LocalDate.of(2024, 1, 5);
    assertThat(update(sql, day)).isEqualTo(1);
    // January has gone, as far as shard 0 knows.
    cluster
        .shards()
        .execute(
            0,
            "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch)"
                + " values ('day', 'key', 24288 % 3072, '2024-01', 1, 1)");
    assertThatThrownBy(() -> update(sql, day))
        .satisfies(e -> assertThat(stateOf(e)).isEqualTo("40001"));
    cluster.shards().executeOnAll("truncate daily_metrics");
  }
}
