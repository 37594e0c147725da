package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.KeyRoute;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.strategy.Md5Strategy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoveTest {
  private static final String LEFT_OVERS =
      "select (select count(*) from pg_tables where schemaname = 'shard_stage')"
          + " + (select count(*) from shard_router.move_table)"
          + " + (select count(*) from shard_router.move"
          + " where state not in ('done', 'aborted'))";

  private MoverCluster cluster;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
  }

  @AfterEach
  void dropShards() throws Exception {
    cluster.close();
  }

  @Test
  void aKeyMovesWithAllItsRows() throws Exception {
    cluster.addUser("u1", 5);
    ShardedDataSource stale = cluster.router();
    KeyRoute before = stale.route(ShardKey.of("user", "u1"));
    int target = (before.shard() + 1) % 3;

    MoveReport report = cluster.migrator().move(MoveRequest.key(ShardKey.of("user", "u1"), target));

    assertThat(report.rows()).isEqualTo(6);
    assertThat(report.source()).isEqualTo(before.shard());
    assertThat(report.target()).isEqualTo(target);
    assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("5");
    assertThat(cluster.ask(before.shard(), "select count(*) from users")).isEqualTo("0");
    assertThat(cluster.askAll(LEFT_OVERS)).containsOnly("0");
    try (Connection c = stale.getConnection(ShardKey.of("user", "u1"));
        Statement s = c.createStatement();
        ResultSet row = s.executeQuery("select balance from users where id = 'u1'")) {
      assertThat(row.next()).isTrue();
    }
  }

  @Test
  void aSlotMovesWithTheKeysThatHaveNoPlacementOfTheirOwn() throws Exception {
    ShardedDataSource router = cluster.router();
    String one = "user-1";
    int slot = router.route(ShardKey.of("user", one)).slot();
    String other = null;
    for (int i = 2; other == null; i++) {
      if (router.route(ShardKey.of("user", "user-" + i)).slot() == slot) {
        other = "user-" + i;
      }
    }
    cluster.addUser(one, 2);
    cluster.addUser(other, 3);
    int source = router.route(ShardKey.of("user", one)).shard();
    Migrator migrator = cluster.migrator();
    migrator.move(MoveRequest.key(ShardKey.of("user", one), (source + 1) % 3));

    MoveReport report = migrator.move(MoveRequest.slot("user", slot, (source + 2) % 3));

    assertThat(report.rows()).isEqualTo(4);
    assertThat(cluster.ask((source + 1) % 3, "select string_agg(id, ',') from users"))
        .isEqualTo(one);
    assertThat(cluster.ask((source + 2) % 3, "select string_agg(id, ',') from users"))
        .isEqualTo(other);
    assertThat(
            cluster.ask(
                (source + 2) % 3,
                "select shard from shard_router.placement where key = '" + one + "'"))
        .isEqualTo(String.valueOf((source + 1) % 3));
    assertThat(cluster.askAll(LEFT_OVERS)).containsOnly("0");
  }

  @Test
  void anIndexOnTheSlotServesItsMove() throws Exception {
    cluster
        .shards()
        .execute(
            0,
            "create index by_slot on users"
                + " (((('x' || substr(md5(id), 1, 8))::bit(32)::bigint % 3072)::integer))");
    String slot = new Md5Strategy().slotExpression("(t.\"id\")::text", 3072).orElseThrow();

    try (Connection c = cluster.shards().connect(0);
        Statement s = c.createStatement()) {
      s.execute("set enable_seqscan = off");
      String explain = "explain (format json) select from users t where " + slot + " = 7";
      try (ResultSet row = s.executeQuery(explain)) {
        row.next();
        assertThat(row.getString(1)).contains("by_slot");
      }
    }
  }

  @Test
  void aSourceThatIsTheTargetIsRefused() throws Exception {
    cluster.addUser("u1", 1);
    int holder = cluster.router().route(ShardKey.of("user", "u1")).shard();

    assertThatThrownBy(
            () -> cluster.migrator().move(MoveRequest.key(ShardKey.of("user", "u1"), holder)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("holds");
    assertThat(cluster.ask(holder, "select count(*) from users")).isEqualTo("1");
  }
}
