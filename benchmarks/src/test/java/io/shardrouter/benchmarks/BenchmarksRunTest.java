package io.shardrouter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.GuardMode;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Turns;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One operation of each benchmark; what it costs is no test's business. */
class BenchmarksRunTest {
  private static final int USERS = 20;

  @ParameterizedTest
  @EnumSource(Path.class)
  void everyPathFindsItsRows(Path path) throws SQLException {
    assertThat(sumOfAll(path, Network.LOOPBACK)).isEqualTo(expected());
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void everyPathFindsItsRowsFarAway(Path path) throws SQLException {
    assertThat(sumOfAll(path, Network.HALF_MILLISECOND)).isEqualTo(expected());
  }

  private static long sumOfAll(Path path, Network network) throws SQLException {
    PointSelectBenchmark benchmark = new PointSelectBenchmark(USERS);
    benchmark.path = path;
    benchmark.network = network;
    benchmark.open();
    try {
      long sum = 0;
      for (int i = 0; i < USERS; i++) {
        sum += benchmark.selectOnItsOwn();
      }
      benchmark.selectInTransaction();
      return sum;
    } finally {
      benchmark.close();
    }
  }

  private static long expected() {
    Users users = new Users(USERS);
    long sum = 0;
    for (int i = 0; i < USERS; i++) {
      String id = users.next();
      sum += ("the name of " + id).length() + Long.parseLong(id.substring("user-".length()));
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void keysAreRouted(int placed) throws SQLException {
    RoutingBenchmark benchmark = new RoutingBenchmark();
    benchmark.placed = placed;
    benchmark.open();
    try {
      assertThat(benchmark.holder()).isBetween(0, 3);
      assertThat(benchmark.route().shard()).isBetween(0, 3);
      assertThat(benchmark.slot()).isBetween(0, 4095);
    } finally {
      benchmark.close();
    }
  }

  @Test
  void theReportHasAFindingForEachPromise() throws SQLException {
    List<Finding> findings = new SelectFindings(2, USERS).all();
    assertThat(findings).filteredOn(finding -> finding.target().isPresent()).hasSize(5);
    assertThat(findings).allSatisfy(finding -> assertThat(finding.judged()).isFinite());
  }

  @Test
  void turnsGoRoundAllPaths() throws SQLException {
    try (Deployment deployment = new Deployment(GuardMode.ON, Network.LOOPBACK, USERS);
        PointSelect plain = deployment.open(Path.PLAIN);
        PointSelect guarded = deployment.open(Path.GUARD_ON)) {
      Map<Path, PointSelect> paths =
          new EnumMap<>(Map.of(Path.PLAIN, plain, Path.GUARD_ON, guarded));
      Users users = new Users(USERS);
      assertThat(new Turns<>(paths, path -> path.select(users.next()), 1).run(1, 3))
          .containsOnlyKeys(Path.PLAIN, Path.GUARD_ON);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.24, yes", "1.26, no"})
  void aFindingIsHeldAgainstItsTarget(double ratio, String reached) {
    Finding finding =
        new Finding(
            "select", "1 µs", "1 µs", ratio, OptionalDouble.of(1.25), "×", OptionalDouble.empty());
    assertThat(finding.row()).contains(reached).contains("≤ 1.25 ×");
  }
}
