package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandTest {
  @TempDir private static Path directory;
  private static CliCluster cluster;
  private static String config;

  @BeforeAll
  static void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(2), directory);
    config = cluster.config();
    assertThat(Run.of("--config", config, "install").status()).isZero();
  }

  @AfterAll
  static void dropShards() {
    cluster.close();
  }

  @Test
  void showsSlotBaseAndHolderOfEachKey() {
    Run run = Run.of("--config", config, "route", "--group", "account", "42", "042", "-7");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().toList()).hasSize(5);
    JsonObject json =
        Run.of("--config", config, "route", "--group", "account", "--json", "42", "042").json();
    assertThat(route(json, 0).get("slot")).isEqualTo(route(json, 1).get("slot"));
    assertThat(route(json, 0).get("base")).isEqualTo(route(json, 0).get("shard"));
  }

  @Test
  void followsWhatTheShardsTellOfAMovedKey() throws Exception {
    JsonObject before =
        Run.of("--config", config, "route", "--group", "user", "--json", "u").json();
    int slot = route(before, 0).get("slot").getAsInt();
    int base = route(before, 0).get("base").getAsInt();
    place("u", slot, 1 - base);

    JsonObject after = Run.of("--config", config, "route", "--group", "user", "--json", "u").json();

    assertThat(route(after, 0).get("base").getAsInt()).isEqualTo(base);
    assertThat(route(after, 0).get("shard").getAsInt()).isEqualTo(1 - base);
  }

  @Test
  void aKeyOfTheWrongTypeIsWrongUsage() {
    Run run = Run.of("--config", config, "route", "--group", "account", "forty-two");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("shardctl: ").contains("account").doesNotContain("\tat ");
  }

  @Test
  void anUnknownOrMissingGroupNamesTheGroupsThereAre() {
    assertThat(Run.of("--config", config, "route", "--group", "usr", "u1").err())
        .contains("there is no group usr", "[user, account]");
    Run missing = Run.of("--config", config, "route", "u1");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("there are several groups");
  }

  @Test
  void shardsThatAreNotInstalledAsConfiguredAreAWrongConfiguration() throws Exception {
    Run run = Run.of("--config", cluster.config(1, "[0]"), "route", "--group", "user", "u1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("disagrees with the configuration");
  }

  @Test
  void aKeyThatLostCharactersOnItsWayIsRefused() {
    Run run = Run.of("--config", config, "route", "--group", "user", "m\ufffdller");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("LC_ALL=C.UTF-8");
  }

  private static void place(String key, int slot, int shard) throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch)"
                + " values ('user', 'key', %d, '%s', %d, 1)".formatted(slot, key, shard));
  }

  private static JsonObject route(JsonObject json, int index) {
    return json.getAsJsonArray("routes").get(index).getAsJsonObject();
  }
}
