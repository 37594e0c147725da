package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir private static Path directory;
  private static CliCluster cluster;
  private static String config;

  @BeforeAll
  static void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(3), directory);
    config = cluster.config();
    assertThat(Run.of("--config", config, "install").status()).isZero();
  }

  @AfterAll
  static void dropShards() {
    cluster.close();
  }

  @Test
  void tellsWhatEachShardIsAskedAndHowItIsFinished() {
    Run run = Run.of("--config", config, "explain", "select count(*) + 1 from users");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .contains("shape: reads rows of any key")
        .anyMatch(line -> line.startsWith("route: all shards [0, 1, 2]"))
        .anyMatch(line -> line.startsWith("finish: "));
  }

  @Test
  void refusedStatementNeedsAttention() {
    Run run = Run.of("--config", config, "explain", "--json", "delete from users");

    assertThat(run.status()).isEqualTo(ExitStatus.ATTENTION);
    JsonObject json = run.json();
    assertThat(json.get("kind").getAsString()).isEqualTo("refused");
    assertThat(json.getAsJsonArray("lines").toString()).contains("SR004");
  }
}
