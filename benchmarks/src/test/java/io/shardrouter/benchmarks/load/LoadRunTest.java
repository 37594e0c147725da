package io.shardrouter.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.benchmarks.load.LoadReport.Size;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few users for a moment; how fast they are served is no test's business. */
class LoadRunTest {
  private static final Stage STAGE = new Stage(4, Duration.ofMillis(500), Duration.ofMillis(100));

  @ParameterizedTest
  @EnumSource(Request.class)
  void everyRequestIsAnswered(Request request) throws SQLException {
    try (Service service = Service.embedded(20)) {
      request.send(service.router(), service.people(), new SplittableRandom(1));
    }
  }

  @Test
  void everyStageHasARowAndEveryPlannedRequestIsCounted() throws SQLException {
    LoadReport report =
        new LoadReport(new Size(List.of(2, 4), STAGE.duration(), STAGE.think(), 20));
    assertThat(report.run().lines().filter(line -> line.matches("\\| [24] \\|.*"))).hasSize(2);
    try (Service service = Service.embedded(20)) {
      Outcome outcome = new Visitors(service).run(STAGE);
      assertThat(outcome.requests()).isEqualTo(4 * 5);
      assertThat(outcome.errors()).isEmpty();
    }
  }

  @Test
  void failuresAreCountedByTheirStatesAndMissTheThreshold() throws SQLException {
    try (Service service = Service.embedded(20)) {
      service.router().close();
      Outcome outcome = new Visitors(service).run(STAGE);
      assertThat(outcome.errors()).hasSize(4 * 5);
      assertThat(outcome.isReliable()).isFalse();
      assertThat(outcome.row()).contains("**no**");
    }
  }

  @Test
  void whatWaitsForItsUserBehindAStuckRequestCountsFromItsPlannedStart() throws SQLException {
    Duration timeout = Duration.ofSeconds(1);
    Stage stage = new Stage(1, timeout.multipliedBy(2), Duration.ofMillis(50));
    Map<String, String> pool =
        Map.of("maximumPoolSize", "1", "connectionTimeout", "" + timeout.toMillis());
    try (Service service = Service.embedded(20, pool)) {
      List<Connection> taken = new ArrayList<>();
      for (int shard = 0; shard < 4; shard++) {
        taken.add(service.router().shardDataSource(shard).getConnection());
      }
      Outcome outcome = new Visitors(service).run(stage);
      for (Connection connection : taken) {
        connection.close();
      }
      assertThat(outcome.requests()).isEqualTo(40);
      assertThat(outcome.errors()).hasSize(40).contains(Visitors.NOT_SENT);
      // Half of them were planned in the first half, and none was answered in it.
      assertThat(outcome.percentile(50)).isGreaterThan(timeout.toMillis() * 0.9);
    }
  }

  @Test
  void thresholdsAreHeldAgainstTheStage() {
    Outcome outcome = new Outcome(STAGE);
    for (int i = 0; i < 100; i++) {
      outcome.answered(Duration.ofMillis(i < 90 ? 1 : 600).toNanos());
    }
    assertThat(outcome.percentile(50)).isBetween(0.9, 1.1);
    assertThat(outcome.isFastEnough()).isFalse();
    assertThat(outcome.isReliable()).isTrue();
    outcome.failed(1, "40001");
    outcome.failed(1, "40001");
    assertThat(outcome.isReliable()).isFalse();
    assertThat(outcome.row()).contains("40001 × 2");
  }
}
