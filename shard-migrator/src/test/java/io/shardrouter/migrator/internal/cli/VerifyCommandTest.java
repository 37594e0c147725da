package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir private Path directory;
  private CliCluster cluster;
  private String config;

  @BeforeEach
  void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(2), directory);
    config = cluster.config();
    assertThat(Run.of("--config", config, "install").status()).isZero();
  }

  @AfterEach
  void dropShards() {
    System.clearProperty(FailPoint.PROPERTY);
    cluster.close();
  }

  private int holder(String key) {
    return Run.of("--config", config, "route", "--group", "user", "--json", key)
        .json()
        .getAsJsonArray("routes")
        .get(0)
        .getAsJsonObject()
        .get("shard")
        .getAsInt();
  }

  @Test
  void aRowOnTheWrongShardIsAFindingAndItsKeyIsShownEscaped() throws Exception {
    String key = "u\u001b[1m";
    int holder = holder(key);
    cluster.shards().execute(holder, "insert into users values (E'u\\x1b[1m', 'n')");
    Run clean = Run.of("--config", config, "verify");
    cluster.shards().execute(1 - holder, "insert into users values (E'u\\x1b[1m', 'stray')");

    Run text = Run.of("--config", config, "verify");
    Run json = Run.of("--config", config, "verify", "--json");

    assertThat(clean.status()).as(clean.out()).isZero();
    assertThat(clean.out()).contains("keys looked at: 1, findings: 0");
    assertThat(text.status()).isEqualTo(3);
    assertThat(text.out()).contains("misplaced-rows", "u\\u001b[1m").doesNotContain("\u001b");
    assertThat(text.err()).contains("1 finding needs attention").doesNotContain("u\\u001b");
    assertThat(json.status()).isEqualTo(3);
    JsonObject finding = json.json().getAsJsonArray("findings").get(0).getAsJsonObject();
    assertThat(finding.get("key").getAsString()).isEqualTo(key);
    assertThat(finding.get("shard").getAsInt()).isEqualTo(1 - holder);
  }

  @Test
  void anOpenMoveIsAFindingUntilItIsRepaired() throws Exception {
    int holder = holder("u1");
    cluster.shards().execute(holder, "insert into users values ('u1', 'n')");
    System.setProperty(FailPoint.PROPERTY, FailPoint.BEFORE_ADOPTION.name());
    Run.of("--config", config, "move", "--group", "user", "--key", "u1", "--to", "" + (1 - holder));
    System.clearProperty(FailPoint.PROPERTY);
    await().until(() -> Run.of("--config", config, "moves").status() == 3);

    Run found = Run.of("--config", config, "verify", "--json");
    Run repaired = Run.of("--config", config, "verify", "--repair", "--json");

    assertThat(found.status()).isEqualTo(3);
    assertThat(found.out()).contains("\"kind\":\"open-move\"");
    assertThat(repaired.status()).as(repaired.out()).isZero();
    assertThat(repaired.json().getAsJsonArray("repaired")).isNotEmpty();
    assertThat(holder("u1")).isEqualTo(1 - holder);
  }
}
