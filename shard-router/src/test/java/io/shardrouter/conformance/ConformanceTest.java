package io.shardrouter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.ShardedDataSource;
import io.shardrouter.TestCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With one shard, a connection without a key behaves as the driver's own: each case sees the same
 * on both, except for {@link Deviations}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  /** What follows the first differences is mostly their consequence. */
  private static final int FEW = 6;

  private TestCluster cluster;
  private ShardedDataSource router;
  private Connection beside;

  @BeforeAll
  void start() throws SQLException {
    cluster = TestCluster.of(1);
    Fixture.create(cluster.shards());
    router = cluster.router();
    beside = cluster.shards().connect(0);
  }

  @AfterAll
  void stop() throws SQLException {
    beside.close();
    cluster.close();
  }

  static List<Case> cases() {
    return Stream.of(
            GetterCases.all(),
            SetterCases.all(),
            StatementCases.all(),
            ParameterCases.all(),
            LimitCases.all(),
            ResultSetCases.all(),
            RowCases.all(),
            BatchCases.all(),
            KeyCases.all(),
            TransactionCases.all(),
            SavepointCases.all(),
            TransactionTextCases.all(),
            ConnectionCases.all(),
            WrapperCases.all(),
            EndCases.all(),
            FactCases.all(),
            CallCases.all(),
            DriverCases.all(),
            CancelCases.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @Timeout(60)
  void routerGivesWhatTheDriverGives(Case each) throws SQLException {
    List<String> driver = seen(each, cluster.shards().connect(0));
    // What was prepared on a connection shows in the next use of it, also through the driver.
    TestCluster.renewConnections(router);
    List<String> routed = seen(each, router.getConnection());
    List<String> differences = differences(driver, routed);
    if (Deviations.REASONS.containsKey(each.name())) {
      assertThat(differences).as("%s is listed as a deviation", each).isNotEmpty();
    } else {
      assertThat(differences.stream().limit(FEW)).as("%s, driver and router", each).isEmpty();
    }
  }

  private static List<String> differences(List<String> driver, List<String> routed) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < Math.max(driver.size(), routed.size()); i++) {
      String expected = i < driver.size() ? driver.get(i) : "nothing";
      String actual = i < routed.size() ? routed.get(i) : "nothing";
      if (!expected.equals(actual)) {
        all.add(expected + " <> " + actual);
      }
    }
    return all;
  }

  private List<String> seen(Case each, Connection connection) throws SQLException {
    Fixture.reset(beside);
    Observation seen;
    try (connection) {
      seen = each.observe(connection);
    }
    seen.see("the rest", () -> Fixture.rest(beside));
    return seen.lines();
  }

  @Test
  void thereAreFourHundredCasesAndMore() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(400);
  }

  @Test
  void everyDeviationIsOfACase() {
    Set<String> names = new HashSet<>();
    cases().forEach(each -> assertThat(names.add(each.name())).as(each.name()).isTrue());
    assertThat(names).containsAll(new TreeSet<>(Deviations.REASONS.keySet()));
  }
}
