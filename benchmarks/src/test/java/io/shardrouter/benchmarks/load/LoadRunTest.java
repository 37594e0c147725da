package io.shardrouter.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.benchmarks.load.LoadReport.Size;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few users for a moment; how fast they are served is no test's business. */
class LoadRunTest {
  private static final Stage STAGE = new Stage(4, Duration.ofMillis(500), Duration.ofMillis(100));

  @Test
  void everyRequestIsAnswered() throws SQLException {
    try (Service service = Service.embedded(20)) {
      for (Request request : Request.values()) {
        request.send(service.router(), service.people(), new SplittableRandom(1));
      }
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

  /** Twice: what the first run has added is there for the second. */
  @Test
  void shardsOfOnesOwnAreDescribedByAFile(@TempDir Path directory) throws Exception {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      shards.executeOnAll(Service.TABLES);
      Path file = Files.writeString(directory.resolve("shards.yaml"), yaml(shards));
      for (int run = 0; run < 2; run++) {
        LoadReport report =
            LoadReport.of(
                "--config",
                file.toString(),
                "--users",
                "2",
                "--stage-seconds",
                "1",
                "--think-ms",
                "100",
                "--people",
                "30");
        assertThat(report.run()).containsPattern("\\| 2 \\| 20 \\|.*\\| 0 \\(0.00 %\\) \\|");
      }
      int people = 0;
      for (int shard = 0; shard < 2; shard++) {
        try (Connection connection = shards.connect(shard);
            Statement statement = connection.createStatement();
            ResultSet count = statement.executeQuery("select count(*) from users")) {
          count.next();
          assertThat(count.getInt(1)).isPositive();
          people += count.getInt(1);
        }
      }
      assertThat(people).isEqualTo(30);
    }
  }

  private static String yaml(EmbeddedShards shards) {
    return """
        shards:
          - {id: 0, url: "%1$s", username: "%3$s", password: "%4$s"}
          - {id: 1, url: "%2$s", username: "%3$s", password: "%4$s"}
        groups:
          user:
            strategy: md5
            layout: [0, 1]
            tables: {users: id, consciousness_states: user_id}
          day:
            strategy: month
            layout: [0, 1]
            tables: {daily_metrics: day}
        referenceTables: [countries]
        install: auto
        """
        .formatted(shards.url(0), shards.url(1), shards.username(), shards.password());
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
