package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that both shards gave: rows that cannot be together, and sequences that must go on. */
class CollisionTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private MoverCluster cluster;
  private ShardedDataSource router;
  private Migrator migrator;
  private int source;
  private int target;
  private MoveRequest request;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    cluster.addUser("u1", 3);
    router = cluster.router();
    migrator = cluster.migrator();
    source = router.route(KEY).shard();
    target = (source + 1) % 3;
    request = MoveRequest.key(KEY, target);
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  private void requireOnSource() throws Exception {
    assertThat(cluster.names(router, KEY)).containsExactly("n");
    assertThat(cluster.ask(source, "select count(*) from consciousness_states")).isEqualTo("3");
    assertThat(migrator.recover().moves()).isEmpty();
  }

  @Test
  void whereAUniqueIndexOmitsTheKeyNothingBegins() throws Exception {
    cluster.shards().executeOnAll("create unique index once on consciousness_states (id)");

    assertThatThrownBy(() -> migrator.move(request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("once");

    assertThat(cluster.askAll("select count(*) from shard_router.move")).containsOnly("0");
    requireOnSource();
  }

  @Test
  void rowsOfTheKeyOnTheTargetLetNothingBegin() throws Exception {
    cluster.shards().execute(target, "insert into users values ('u1', 'intruder')");

    assertThatThrownBy(() -> migrator.move(request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("has rows of it");

    cluster.shards().execute(target, "delete from users");
    requireOnSource();
  }

  @Test
  void aNumberThatBothShardsHaveIsSeenUnderTheFence() throws Exception {
    for (int shard = 0; shard < 3; shard++) {
      cluster
          .shards()
          .execute(
              shard,
              "create unique index once on consciousness_states (id)",
              "alter table consciousness_states alter id set increment 1024 set start "
                  + (shard + 1)
                  + " restart",
              "update consciousness_states set id = -id",
              "update consciousness_states set id = default");
    }
    String taken = cluster.ask(source, "select min(id) from consciousness_states");
    try (PausedMove<MoveReport> move = PausedMove.at(FailPoint.FENCED, migrator, request)) {
      cluster
          .shards()
          .execute(
              target,
              "insert into users values ('elsewhere')",
              "insert into consciousness_states values (" + taken + ", 'elsewhere')");
      assertThatThrownBy(move::goOn)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("collides")
          .hasMessageContaining("once");
    }

    requireOnSource();
    cluster.shards().execute(target, "delete from consciousness_states");
    assertThat(migrator.move(request).rows()).isEqualTo(4);
  }

  @Test
  void rowsOfTheKeyThatAppearOnTheTargetAreSeenUnderTheFence() throws Exception {
    try (PausedMove<MoveReport> move = PausedMove.at(FailPoint.FENCED, migrator, request)) {
      cluster.shards().execute(target, "insert into users values ('u1', 'intruder')");
      assertThatThrownBy(move::goOn)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("rows of its key");
    }

    cluster.shards().execute(target, "delete from users");
    requireOnSource();
  }

  @Test
  void rowsOfASlotsKeysThatAppearOnTheTargetAreSeenToo() throws Exception {
    MoveRequest slot = MoveRequest.slot("user", router.route(KEY).slot(), target);
    try (PausedMove<MoveReport> move = PausedMove.at(FailPoint.FENCED, migrator, slot)) {
      cluster.shards().execute(target, "insert into users values ('u1', 'intruder')");
      assertThatThrownBy(move::goOn).isInstanceOf(RefusedException.class);
    }

    cluster.shards().execute(target, "delete from users");
    requireOnSource();
  }

  @Test
  void aCollidingRowThatAppearsLaterSendsTheRowsHome() throws Exception {
    UUID id;
    try (PausedMove<MoveReport> move = PausedMove.at(FailPoint.AFTER_DECISION, migrator, request)) {
      cluster.shards().execute(target, "insert into users values ('u1', 'intruder')");
      assertThatThrownBy(move::goOn).hasMessageContaining("it is left open");
      id = migrator.moves(1).moves().get(0).id();
    }

    migrator.takeBack(id);

    assertThat(cluster.names(router, KEY)).containsExactly("n");
    cluster.shards().execute(target, "delete from users where name = 'intruder'");
    requireOnSource();
    assertThat(cluster.count(router)).isOne();
    assertThat(migrator.move(request).rows()).isEqualTo(4);
  }

  /** Up from 1, up in steps, and down from -1. */
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "-1, -1", "-7, -2"})
  void aSequenceGoesOnPastWhatCameIn(long increment, long start) throws Exception {
    cluster
        .shards()
        .executeOnAll(
            "delete from consciousness_states",
            "alter table consciousness_states alter id drop identity",
            "create sequence numbers increment by "
                + increment
                + " start with "
                + start
                + " owned by consciousness_states.id",
            "alter table consciousness_states alter id set default nextval('numbers')");
    cluster.addUser("elsewhere", 0);
    for (int i = 0; i < 20; i++) {
      number(source);
    }
    long last = number(source);

    migrator.move(request);

    long next = number(target);
    if (increment > 0) {
      assertThat(next).isGreaterThan(last);
    } else {
      assertThat(next).isLessThan(last);
    }
    assertThat(Math.floorMod(next - start, Math.abs(increment))).as("keeps its step").isZero();
  }

  /** What the next state of the user gets as its id, on the shard that must hold it. */
  private long number(int shard) throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement();
        ResultSet row =
            s.executeQuery(
                "insert into consciousness_states (user_id, state) values ('u1', 's')"
                    + " returning id")) {
      row.next();
      assertThat(router.route(KEY).shard()).isEqualTo(shard);
      return row.getLong(1);
    }
  }
}
