package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shardrouter.ShardKey;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.Finding.Kind;
import io.shardrouter.testing.EmbeddedShards;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private MoverCluster cluster;
  private int holder;
  private int other;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    for (int i = 1; i <= 20; i++) {
      cluster.addUser("u" + i, 2);
    }
    holder = cluster.router().route(KEY).shard();
    other = (holder + 1) % 3;
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  private VerificationReport verify() throws Exception {
    return cluster.migrator().verify();
  }

  @Test
  void aClusterThatOnlyMovedUsersIsClean() throws Exception {
    Migrator migrator = cluster.migrator();
    migrator.move(MoveRequest.key(KEY, other));
    migrator.move(MoveRequest.slot("user", cluster.router().route(KEY).slot(), other));
    migrator.move(MoveRequest.key(KEY, holder));

    VerificationReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.keys()).isEqualTo(40);
  }

  @Test
  void rowsOfAKeyThatIsHeldElsewhereAreNamed() throws Exception {
    cluster.shards().execute(other, "insert into users (id, name) values ('u1', 'by psql')");

    assertThat(verify().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.MISPLACED_ROWS);
              assertThat(finding.shard()).contains(other);
              assertThat(finding.key()).contains("u1");
              assertThat(finding.description()).contains("1 rows in public.users");
            });
    assertThat(cluster.migrator().verifyAndRepair().findings()).hasSize(1);
    assertThat(cluster.ask(other, "select count(*) from users where id = 'u1'")).isEqualTo("1");
  }

  @Test
  void ofManyMisplacedKeysAHundredAreNamedAndTheRestIsCounted() throws Exception {
    cluster
        .shards()
        .execute(holder, "insert into users (id) select 'x' || i from generate_series(1, 900) i");

    VerificationReport report = verify();

    assertThat(report.findings()).hasSize(101);
    assertThat(report.findings().get(100).description()).matches(".* of \\d+ more keys .*");
  }

  @Test
  void twoHoldersAndBrokenPointersAreNamed() throws Exception {
    int slot = cluster.router().route(KEY).slot();
    String place =
        "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch)"
            + " values ('user', 'key', %d, '%s', %d, 1)";
    cluster.shards().execute(other, place.formatted(slot, "u1", other));
    int slotOfU2 = cluster.router().route(ShardKey.of("user", "u2")).slot();
    int holderOfU2 = cluster.router().route(ShardKey.of("user", "u2")).shard();
    int away = (holderOfU2 + 1) % 3;
    int further = (holderOfU2 + 2) % 3;
    cluster.shards().execute(away, place.formatted(slotOfU2, "u2", further));
    cluster.shards().execute(further, place.formatted(slotOfU2, "u2", away));

    assertThat(verify().findings())
        .extracting(Finding::kind, Finding::key)
        .contains(
            tuple(Kind.NOT_ONE_HOLDER, Optional.of("u1")),
            tuple(Kind.BROKEN_CHAIN, Optional.of("u2")));
  }

  @Test
  void whatADeadMoverLeftIsNamedAndRepaired() throws Exception {
    MoverProcess.dieAt(FailPoint.AFTER_DECISION, cluster, MoveRequest.key(KEY, other));
    cluster.shards().execute(holder, "create table shard_stage.\"old_0\" (id text)");

    assertThat(verify().findings())
        .extracting(Finding::kind)
        .contains(Kind.OPEN_MOVE, Kind.LEFT_OVER_STAGING, Kind.NOT_ONE_HOLDER);
    VerificationReport repaired = cluster.migrator().verifyAndRepair();

    assertThat(repaired.findings()).isEmpty();
    assertThat(repaired.repaired()).hasSize(2);
    assertThat(verify().isClean()).isTrue();
    assertThat(cluster.ask(other, "select count(*) from users where id = 'u1'")).isEqualTo("1");
  }

  @Test
  void aForgottenMoveShowsInTheTraffic() throws Exception {
    cluster.migrator().move(MoveRequest.key(KEY, other));
    cluster.shards().execute(other, "delete from shard_router.traffic");

    assertThat(verify().findings()).extracting(Finding::kind).contains(Kind.TRAFFIC_DIFFERS);
  }

  @Test
  void aShardThatIsDownIsAFinding() throws Exception {
    try (MoverCluster servers = MoverCluster.classic(EmbeddedShards.servers(2))) {
      servers.shards().stop(1);

      assertThat(servers.migrator().verify().findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.UNREACHABLE));
    }
  }
}
