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

class RecoverCommandTest {
  @TempDir private Path directory;
  private CliCluster cluster;
  private String config;

  @BeforeEach
  void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.servers(2), directory);
    config = cluster.config();
    assertThat(Run.of("--config", config, "install").status()).isZero();
    cluster.shards().executeOnAll("insert into users values ('u1', 'n'), ('u2', 'n')");
    cluster.shards().execute(1 - holder("u1"), "delete from users where id = 'u1'");
    cluster.shards().execute(1 - holder("u2"), "delete from users where id = 'u2'");
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

  private Run move(String key) {
    return Run.of(
        "--config",
        config,
        "move",
        "--group",
        "user",
        "--key",
        key,
        "--to",
        "" + (1 - holder(key)));
  }

  /** Leaves a move open that is decided and not adopted; gives its id. */
  private String leaveDecided(String key) {
    System.setProperty(FailPoint.PROPERTY, FailPoint.BEFORE_ADOPTION.name());
    Run failed = move(key);
    System.clearProperty(FailPoint.PROPERTY);
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).contains("failed");
    assertThat(failed.err()).contains("left open", "shardctl recover");
    await().until(() -> moves("--open").status() == 3);
    return last(moves("--json")).get("id").getAsString();
  }

  private Run moves(String option) {
    return Run.of("--config", config, "moves", option);
  }

  private static JsonObject last(Run moves) {
    return moves.json().getAsJsonArray("moves").get(0).getAsJsonObject();
  }

  @Test
  void movesTellsWhatMovedAndHow() {
    assertThat(move("u1").status()).isZero();

    Run json = moves("--json");
    Run open = moves("--open");

    assertThat(json.status()).as(json.err()).isZero();
    JsonObject move = last(json);
    assertThat(move.get("key").getAsString()).isEqualTo("u1");
    assertThat(move.get("state").getAsString()).isEqualTo("done");
    assertThat(move.get("rows").getAsLong()).isEqualTo(1);
    assertThat(move.get("bytes").getAsLong()).isPositive();
    assertThat(move.get("pauseMillis").isJsonNull()).isFalse();
    assertThat(move.get("tookMillis").isJsonNull()).isFalse();
    assertThat(open.status()).isZero();
    assertThat(open.out()).doesNotContain("u1");
    assertThat(moves("--limit=1").out()).containsPattern("key u1 +\\d +\\d +done +1 ");
  }

  @Test
  void whatIsDecidedIsFinished() {
    String id = leaveDecided("u1");
    int target = 1 - last(moves("--json")).get("source").getAsInt();

    assertThat(moves("--open").out()).contains(id, "left open");
    assertThat(moves("--open").err()).contains("move " + id, "run shardctl recover");
    Run recovered = Run.of("--config", config, "recover");
    Run again = Run.of("--config", config, "recover", "--json");

    assertThat(recovered.status()).as(recovered.err()).isZero();
    assertThat(recovered.out()).contains(id, "a key in slot ", "finished").doesNotContain("u1");
    assertThat(again.status()).isZero();
    assertThat(again.json().getAsJsonArray("moves")).isEmpty();
    assertThat(moves("--open").status()).isZero();
    assertThat(holder("u1")).isEqualTo(target);
  }

  @Test
  void whatTheTargetCannotAdoptIsTakenBack() throws Exception {
    int source = holder("u1");
    String id = leaveDecided("u1");

    Run back = Run.of("--config", config, "recover", "--return", id, "--json");
    Run again = Run.of("--config", config, "recover", "--return", id);

    assertThat(back.status()).as(back.err()).isZero();
    assertThat(back.json().get("returned").getAsString()).isEqualTo(id);
    assertThat(last(moves("--json")).get("id")).isEqualTo(back.json().get("by"));
    assertThat(last(moves("--json")).get("returnOf").getAsString()).isEqualTo(id);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("no shard has a move " + id);
    assertThat(cluster.ask(source, "select count(*) from users where id = 'u1'")).isEqualTo("1");
    assertThat(moves("--open").status()).isZero();
  }

  @Test
  void aMoveWhoseTargetIsDownStaysOpenAndNeedsAttention() throws Exception {
    int target = 1 - holder("u1");
    String id = leaveDecided("u1");
    cluster.shards().stop(target);

    Run recovered = Run.of("--config", config, "recover", "--json");
    Run listed = moves("--json");

    assertThat(recovered.status()).isEqualTo(3);
    assertThat(recovered.json().getAsJsonArray("unreachable")).hasSize(1);
    assertThat(recovered.json().getAsJsonArray("moves").get(0).getAsJsonObject().get("ending"))
        .hasToString("\"failed\"");
    assertThat(recovered.err())
        .contains("move " + id + " stays open", "journal of shard " + target);
    assertThat(listed.status()).isEqualTo(3);
    assertThat(listed.json().getAsJsonArray("attention")).hasSize(2);
  }
}
