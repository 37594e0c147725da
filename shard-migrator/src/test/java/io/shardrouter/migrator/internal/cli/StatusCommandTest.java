package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir private Path directory;

  @Test
  void showsSizesSkewAndPlacementsOfInstalledShards() throws Exception {
    try (CliCluster cluster = new CliCluster(EmbeddedShards.databases(2), directory)) {
      String config = cluster.config();
      Run.of("--config", config, "install");
      cluster
          .shards()
          .execute(
              0,
              "insert into accounts select i, i from generate_series(1, 300) i",
              "insert into shard_router.placement (group_name, kind, slot, shard, epoch)"
                  + " values ('user', 'slot', 7, 1, 1)");
      cluster
          .shards()
          .execute(1, "insert into accounts select i, i from generate_series(1, 100) i");
      cluster.shards().executeOnAll("analyze");

      Run run = Run.of("--config", config, "status", "--json");

      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.err()).isEmpty();
      JsonObject first = shard(run, 0);
      assertThat(first.get("state").getAsString()).isEqualTo("up");
      assertThat(first.get("schemaVersion").getAsInt()).isEqualTo(1);
      assertThat(first.get("placedSlots").getAsInt()).isEqualTo(1);
      assertThat(first.get("maxConnections").getAsInt()).isEqualTo(300);
      assertThat(first.get("connections").getAsInt()).isPositive();
      assertThat(table(first, "accounts").get("rows").getAsLong()).isEqualTo(300);
      assertThat(table(first, "accounts").get("bytes").getAsLong()).isPositive();
      assertThat(skew(run, "accounts")).isEqualTo(1.5);
      assertThat(run.json().getAsJsonArray("attention")).isEmpty();
    }
  }

  @Test
  void countsExactlyWhereTheStatisticsKnowNothing() throws Exception {
    try (CliCluster cluster = new CliCluster(EmbeddedShards.databases(1), directory)) {
      String config = cluster.config();
      Run.of("--config", config, "install");
      cluster.shards().execute(0, "insert into accounts select i, i from generate_series(1, 42) i");

      Run estimated = Run.of("--config", config, "status", "--json");
      Run exact = Run.of("--config", config, "status", "--json", "--exact");

      assertThat(table(shard(estimated, 0), "accounts").get("rows").isJsonNull()).isTrue();
      assertThat(table(shard(exact, 0), "accounts").get("rows").getAsLong()).isEqualTo(42);
    }
  }

  @Test
  void aShardThatIsDownNeedsAttentionAndTheOthersAreShown() throws Exception {
    try (CliCluster cluster = new CliCluster(EmbeddedShards.servers(2), directory)) {
      String config = cluster.config();
      Run.of("--config", config, "install");
      cluster.shards().stop(1);

      Run text = Run.of("--config", config, "status");
      Run json = Run.of("--config", config, "status", "--json");
      Run route = Run.of("--config", config, "route", "--group", "user", "u1");
      Run install = Run.of("--config", config, "install");

      assertThat(text.status()).isEqualTo(3);
      assertThat(text.out()).containsPattern("(?m)^ +0  up ").containsPattern("(?m)^ +1  down ");
      assertThat(text.err()).startsWith("shardctl: shard 1 is down: ").doesNotContain("\tat ");
      assertThat(json.status()).isEqualTo(3);
      assertThat(shard(json, 1).get("state").getAsString()).isEqualTo("down");
      assertThat(route.status()).as(route.err()).isEqualTo(3);
      assertThat(route.err()).contains("shard 1 is down");
      assertThat(install.status()).isEqualTo(1);
      assertThat(install.err()).contains("nothing was installed; shard 1: ");
    }
  }

  @Test
  void shardsThatDifferFromTheConfigurationNeedAttention() throws Exception {
    try (CliCluster cluster = new CliCluster(EmbeddedShards.databases(2), directory)) {
      Run bare = Run.of("--config", cluster.config(), "status");
      Run.of("--config", cluster.config(1, "[0]"), "install");
      cluster.shards().execute(0, "drop table countries");
      Run differing = Run.of("--config", cluster.config(), "status", "--json");

      assertThat(bare.status()).isEqualTo(3);
      assertThat(bare.err()).contains("shard 1: the shard_router schema is not installed");
      assertThat(differing.status()).isEqualTo(3);
      assertThat(shard(differing, 0).getAsJsonArray("differences").toString())
          .contains("shards is configured as [0, 1] but installed as [0]")
          .contains("user.layout")
          .contains("table countries does not exist");
    }
  }

  @Test
  void aWrongPasswordIsNotTakenForAShardThatIsDown() throws Exception {
    try (CliCluster cluster = new CliCluster(EmbeddedShards.databases(1), directory)) {
      Run run = Run.of("--config", cluster.config(1, "[0]", "hunter2-secret"), "status", "--json");

      assertThat(run.status()).isEqualTo(3);
      assertThat(shard(run, 0).get("state").getAsString()).isEqualTo("failed");
      assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }
  }

  private static JsonObject shard(Run run, int id) {
    return run.json().getAsJsonArray("shards").get(id).getAsJsonObject();
  }

  private static JsonObject table(JsonObject shard, String name) {
    return shard.getAsJsonArray("tables").asList().stream()
        .map(element -> element.getAsJsonObject())
        .filter(table -> table.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double skew(Run run, String name) {
    return run.json().getAsJsonArray("skew").asList().stream()
        .map(element -> element.getAsJsonObject())
        .filter(table -> table.get("table").getAsString().equals(name))
        .findFirst()
        .orElseThrow()
        .get("skew")
        .getAsDouble();
  }
}
