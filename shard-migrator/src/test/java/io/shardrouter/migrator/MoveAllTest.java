package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoveAllTest {
  private static final int USERS = 24;

  private MoverCluster cluster;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(3));
    for (int i = 0; i < USERS; i++) {
      cluster.addUser("u" + i, 3);
    }
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  private static List<MoveRequest> allTo(int target) {
    List<MoveRequest> requests = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      requests.add(MoveRequest.key(ShardKey.of("user", "u" + i), target));
    }
    return requests;
  }

  @Test
  void movesAllBesideEachOtherAndSkipsWhatIsDoneWhenRunAgain() throws Exception {
    int before = Integer.parseInt(cluster.ask(2, "select count(*) from users"));
    Migrator migrator = cluster.migrator();
    List<BatchStatus> heard = new ArrayList<>();

    BatchReport first = migrator.moveAll(allTo(2), BatchPolicy.STOP_AT_FIRST_FAILURE, heard::add);
    BatchReport second =
        migrator.moveAll(allTo(2), BatchPolicy.STOP_AT_FIRST_FAILURE, BatchProgress.NONE);

    assertThat(first.results()).noneMatch(r -> r.outcome() instanceof BatchReport.Failed);
    assertThat(first.count(BatchReport.Moved.class)).isEqualTo(USERS - before);
    assertThat(first.count(BatchReport.Skipped.class)).isEqualTo(before);
    assertThat(heard).anyMatch(status -> status.running() > 1);
    assertThat(second.count(BatchReport.Skipped.class)).isEqualTo(USERS);
    assertThat(cluster.askAll("select count(*) from users")).containsExactly("0", "0", "" + USERS);
    assertThat(cluster.ask(2, "select count(*) from consciousness_states"))
        .isEqualTo("" + 3 * USERS);
  }

  @Test
  void aKeyAndItsSlotMoveInOneBatch() throws Exception {
    ShardedDataSource router = cluster.router();
    int slot = router.route(ShardKey.of("user", "u1")).slot();
    int holder = router.route(ShardKey.of("user", "u1")).shard();
    int other = (holder + 1) % 3;

    BatchReport report =
        cluster
            .migrator()
            .moveAll(
                List.of(
                    MoveRequest.key(ShardKey.of("user", "u1"), other),
                    MoveRequest.slot("user", slot, (holder + 2) % 3),
                    MoveRequest.key(ShardKey.of("user", "u1"), holder)),
                BatchPolicy.STOP_AT_FIRST_FAILURE,
                BatchProgress.NONE);

    assertThat(report.results())
        .extracting(BatchReport.Result::outcome)
        .hasOnlyElementsOfType(BatchReport.Moved.class);
    assertThat(cluster.ask(holder, "select count(*) from users where id = 'u1'")).isEqualTo("1");
  }

  @Test
  void whatNamesNothingIsRefusedBeforeAnythingMoves() throws Exception {
    List<MoveRequest> requests = new ArrayList<>(allTo(2));
    requests.add(MoveRequest.slot("user", 1_000_000, 2));
    requests.add(MoveRequest.key(ShardKey.of("user", "u1"), 9));
    List<String> before = cluster.askAll("select count(*) from users");
    Migrator migrator = cluster.migrator();

    assertThat(migrator.refusals(requests).keySet()).containsExactly(USERS, USERS + 1);
    assertThatThrownBy(() -> migrator.moveAll(requests, BatchPolicy.KEEP_GOING, BatchProgress.NONE))
        .isInstanceOf(RefusedException.class);
    assertThat(cluster.askAll("select count(*) from users")).isEqualTo(before);
  }

  @Test
  void oneThatIsRefusedDoesNotKeepTheOthersWhereAskedToGoOn() throws Exception {
    ShardedDataSource router = cluster.router();
    int holder = router.route(ShardKey.of("user", "u1")).shard();
    int target = (holder + 1) % 3;
    cluster.shards().execute(target, "insert into users (id, name) values ('u1', 'stray')");

    BatchReport report =
        cluster.migrator().moveAll(allTo(target), BatchPolicy.KEEP_GOING, BatchProgress.NONE);

    assertThat(report.count(BatchReport.Failed.class)).isEqualTo(1);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.results().get(1).outcome())
        .isInstanceOfSatisfying(
            BatchReport.Failed.class,
            failed -> assertThat(failed.failure().getMessage()).contains("has rows of it"));
    assertThat(cluster.ask(target, "select count(*) from users")).isEqualTo("" + USERS);
  }

  @Test
  void movesOfOneShardTakeNoMoreThanTheirShareOfTheTime() throws Exception {
    ShardedDataSource router = cluster.router();
    List<MoveRequest> requests = new ArrayList<>();
    for (MoveRequest request : allTo(1)) {
      if (router.route(((MoveRequest.OfKey) request).key()).shard() == 0 && requests.size() < 4) {
        requests.add(request);
      }
    }
    Migrator migrator = cluster.migrator(MigratorOptions.DEFAULT.withShare(0.25));

    BatchReport report =
        migrator.moveAll(requests, BatchPolicy.STOP_AT_FIRST_FAILURE, BatchProgress.NONE);

    List<Duration> moves =
        report.results().stream()
            .map(result -> ((BatchReport.Moved) result.outcome()).report().total())
            .toList();
    Duration last = moves.get(moves.size() - 1);
    Duration rested =
        moves.stream().reduce(last.negated(), Duration::plus).multipliedBy(4).plus(last);
    assertThat(report.total()).isGreaterThan(rested);
  }
}
