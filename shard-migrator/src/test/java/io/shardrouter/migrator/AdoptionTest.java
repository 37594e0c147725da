package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a move whose mover dies right after the decision. */
class AdoptionTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private MoverCluster cluster;
  private int source;
  private int target;

  @BeforeEach
  void decideAndDie() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    cluster.addUser("u1", 3);
    source = cluster.router().route(KEY).shard();
    target = (source + 1) % 3;
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  /** As a mover that is killed leaves it: decided, and nothing after that. */
  private UUID leaveDecided() throws Exception {
    MoverProcess.dieAt(FailPoint.AFTER_DECISION, cluster, MoveRequest.key(KEY, target));
    assertThat(cluster.ask(source, "select count(*) from users")).isEqualTo("0");
    assertThat(cluster.ask(target, "select count(*) from users")).isEqualTo("0");
    return UUID.fromString(
        cluster.ask(target, "select move_id from shard_router.move where state = 'staged'"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void theFirstRouterThatMeetsItAdopts(int isolation) throws Exception {
    ShardedDataSource stale = cluster.router();
    leaveDecided();

    try (Connection c = stale.getConnection(KEY)) {
      c.setTransactionIsolation(isolation);
      c.setAutoCommit(false);
      try (Statement s = c.createStatement();
          ResultSet row = s.executeQuery("select count(*) from consciousness_states")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(3);
      }
      c.commit();
    }

    assertThat(cluster.ask(target, "select count(*) from users")).isEqualTo("1");
  }

  @Test
  void aRoleThatMayOnlyGuardAndReadAdopts() throws Exception {
    cluster.shards().execute(target, "create role app" + target);
    leaveDecided();
    String nonce = cluster.ask(source, "select encode(nonce, 'hex') from shard_router.decision");
    String move = cluster.ask(source, "select move_id from shard_router.decision");

    try (Connection c = cluster.shards().connect(target);
        Statement s = c.createStatement()) {
      s.execute("grant usage on schema shard_router to app" + target);
      s.execute("grant execute on all functions in schema shard_router to app" + target);
      s.execute("set role app" + target);
      assertThatThrownBy(() -> s.execute("select shard_router.adopt('" + move + "', '\\x00')"))
          .hasMessageContaining("not the nonce");
      assertThatThrownBy(() -> s.execute("select shard_router.end_move('" + move + "', 'done')"))
          .hasMessageContaining("permission denied");
      s.execute("select shard_router.adopt('" + move + "', '\\x" + nonce + "')");
    }

    assertThat(cluster.ask(target, "select count(*) from users")).isEqualTo("1");
  }

  @Test
  void whatCannotBeAdoptedIsToldAndReturned() throws Exception {
    UUID move = leaveDecided();
    // A row that appears after the decision, and takes what is unique.
    cluster.shards().execute(target, "insert into users (id, name) values ('u1', 'intruder')");
    ShardedDataSource router = cluster.router();

    assertThatThrownBy(() -> cluster.names(router, KEY))
        .isInstanceOf(ShardUnavailableException.class)
        .hasMessageContaining(move.toString())
        .hasMessageContaining("recover --return")
        .hasMessageContaining("unique constraint")
        .hasMessageNotContaining("u1");
    RecoveryReport report = cluster.migrator().recover();
    assertThat(report.isComplete()).isFalse();
    assertThat(report.moves())
        .singleElement()
        .satisfies(
            left -> assertThat(left.reason()).contains("unique constraint").doesNotContain("u1"));
    cluster.migrator().takeBack(move);

    assertThat(cluster.names(router, KEY)).containsExactly("n");
    assertThat(cluster.ask(source, "select count(*) from consciousness_states")).isEqualTo("3");
    assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("0");
    assertThat(cluster.migrator().recover().moves()).isEmpty();
    cluster.shards().execute(target, "delete from users where name = 'intruder'");
    assertThat(cluster.count(router)).isEqualTo(1);
  }
}
