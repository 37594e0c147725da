package io.shardrouter.benchmarks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.sql.SqlReport.Size;
import java.sql.SQLException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Each workload by each way; what it costs is no test's business. */
class SqlRunTest {
  private static final int USERS = 30;
  private static final EnumSet<Way> WAYS = EnumSet.complementOf(EnumSet.of(Way.SAME_TEXT));

  /** A contest refuses to measure ways that answer differently. */
  @Test
  void everyWayAnswersEveryWorkloadAlike() throws SQLException {
    try (Servers servers = new Servers(3, 2, Network.HALF_MILLISECOND, new Data(USERS, 10));
        Contest contest = new Contest(servers, USERS, WAYS)) {
      for (Workload workload : Workload.values()) {
        assertThat(contest.measure(workload, 2, WAYS).measured()).containsOnlyKeys(WAYS);
      }
    }
  }

  @Test
  void theReportHoldsEachPromiseAgainstItsTarget() throws SQLException {
    String report = new SqlReport(new Size(2, USERS, 300, 1)).run();
    assertThat(report.lines().filter(line -> line.contains("≤"))).hasSize(10);
  }
}
