package io.shardrouter.benchmarks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.plots.Plots;
import io.shardrouter.benchmarks.sql.SqlReport.Size;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each workload by each way; what it costs is no test's business. */
class SqlRunTest {
  private static final int USERS = 30;

  @TempDir Path directory;

  /** A contest refuses to measure ways that answer differently. */
  @Test
  void everyWayAnswersEveryWorkloadAlike() throws SQLException {
    Setting alone = new Setting(Network.HALF_MILLISECOND, 1);
    Setting together = new Setting(Network.HALF_MILLISECOND, 2);
    try (Servers servers = new Servers(3, 2, Network.HALF_MILLISECOND, new Data(USERS, 10));
        Contest contest = new Contest(servers, USERS, EnumSet.allOf(Way.class))) {
      assertThatAllTakePart(contest, Workload.POINT, together);
      for (Workload workload : Workload.values()) {
        assertThatAllTakePart(contest, workload, alone);
      }
    }
  }

  private static void assertThatAllTakePart(Contest contest, Workload workload, Setting setting)
      throws SQLException {
    assertThat(contest.measure(workload, setting, 2).measured())
        .as(setting.what(workload))
        .containsOnlyKeys(Stream.of(Way.values()).filter(way -> way.does(workload)).toList());
  }

  @Test
  void theReportHoldsEachPromiseAgainstItsTargetAndEachPeerBesideTheRouter() throws SQLException {
    String report =
        new SqlReport(new Size(2, USERS, 300, 1, 2), Plots.beside(directory.resolve("r"))).run();
    assertThat(report.lines().filter(line -> line.contains("≤"))).hasSize(10);
    assertThat(report)
        .contains("| ShardingSphere-JDBC |", "| postgres_fdw |")
        .contains("point select, 8 threads, round trip + 0.5 ms, by SQL, guard on")
        .contains("first row after main, round trip + 0.5 ms, by SQL, guard on")
        .contains("](plots/ratios.png)", "](plots/ratios-far.png)");
  }

  @ParameterizedTest
  @CsvSource({
    "LOOPBACK, 1, point select, 50, 600",
    "LOOPBACK, 8, 'point select, 8 threads', 25, 300",
    "HALF_MILLISECOND, 8, 'point select, 8 threads, round trip + 0.5 ms', 10, 120"
  })
  void aSettingTellsWhatIsDoneAndHowOften(
      Network network, int threads, String what, int block, int rounds) {
    Setting setting = new Setting(network, threads);
    assertThat(setting.what(Workload.POINT)).isEqualTo(what);
    assertThat(setting.block(Workload.POINT)).isEqualTo(block);
    assertThat(setting.rounds(Workload.POINT, 600)).isEqualTo(rounds);
    assertThat(setting.rounds(Workload.SCAN, 60)).isEqualTo(6);
    assertThat(setting.rounds(Workload.SCAN, 2)).isEqualTo(2);
  }
}
