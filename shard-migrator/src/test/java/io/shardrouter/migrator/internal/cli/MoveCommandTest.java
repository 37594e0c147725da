package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveCommandTest {
  @TempDir private Path directory;
  private CliCluster cluster;
  private String config;

  @BeforeEach
  void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(3), directory);
    config = cluster.config();
    assertThat(Run.of("--config", config, "install").status()).isZero();
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  private Run run(String... arguments) {
    return Run.of(
        Stream.concat(Stream.of("--config", config), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  private int holder(String key) {
    return run("route", "--group", "user", "--json", key)
        .json()
        .getAsJsonArray("routes")
        .get(0)
        .getAsJsonObject()
        .get("shard")
        .getAsInt();
  }

  /** Puts a user with two states where the key is. */
  private int addUser(String key) throws Exception {
    int shard = holder(key);
    String quoted = "'" + key.replace("'", "''") + "'";
    cluster
        .shards()
        .execute(
            shard,
            "insert into users values (" + quoted + ", 'n')",
            "insert into consciousness_states select i, "
                + quoted
                + ", '{}' from generate_series(1, 2) i");
    return shard;
  }

  private static JsonObject move(Run run, int index) {
    return run.json().getAsJsonArray("moves").get(index).getAsJsonObject();
  }

  @Test
  void aKeyMovesAndASecondRunSkipsIt() throws Exception {
    int source = addUser("u1");
    String to = String.valueOf((source + 1) % 3);

    Run first = run("move", "--group", "user", "--key", "u1", "--to", to, "--json");
    Run second = run("move", "--group", "user", "--key", "u1", "--to", to);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err()).isEmpty();
    assertThat(move(first, 0).get("outcome").getAsString()).isEqualTo("moved");
    assertThat(move(first, 0).get("rows").getAsLong()).isEqualTo(3);
    assertThat(move(first, 0).get("source").getAsInt()).isEqualTo(source);
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out()).contains("key u1", "skipped");
    assertThat(holder("u1")).isEqualTo((source + 1) % 3);
  }

  @Test
  void aSlotMoves() throws Exception {
    int source = addUser("u1");
    String slot =
        run("route", "--group", "user", "--json", "u1")
            .json()
            .getAsJsonArray("routes")
            .get(0)
            .getAsJsonObject()
            .get("slot")
            .getAsString();

    Run run = run("move", "--group", "user", "--slot", slot, "--to", "" + (source + 1) % 3);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("slot " + slot, "moved");
    assertThat(holder("u1")).isEqualTo((source + 1) % 3);
  }

  @Test
  void aDryRunTellsWhatWouldMoveAndMovesNothing() throws Exception {
    int source = addUser("u1");
    int target = (source + 1) % 3;

    Run json =
        run("move", "--group", "user", "--key", "u1", "--to", "" + target, "--dry-run", "--json");
    Run text = run("move", "--group", "user", "--key", "u1", "--to", "" + target, "--dry-run");
    cluster.shards().execute(target, "insert into users values ('u1', 'stray')");
    Run refused = run("move", "--group", "user", "--key", "u1", "--to", "" + target, "--dry-run");

    assertThat(json.status()).as(json.err()).isZero();
    JsonObject plan = json.json().getAsJsonArray("plans").get(0).getAsJsonObject();
    assertThat(plan.get("rows").getAsLong()).isEqualTo(3);
    assertThat(plan.get("bytes").getAsLong()).isPositive();
    assertThat(plan.get("pauseMillis").getAsLong()).isPositive();
    assertThat(plan.getAsJsonArray("tables")).hasSize(2);
    assertThat(plan.getAsJsonArray("objections")).isEmpty();
    assertThat(text.status()).isZero();
    assertThat(text.out())
        .contains("key u1", "move", "public.users", "public.consciousness_states");
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.out()).contains("be refused");
    assertThat(refused.err()).contains("has rows of it in public.users");
    assertThat(holder("u1")).isEqualTo(source);
    assertThat(cluster.ask(0, "select count(*) from shard_router.move")).isEqualTo("0");
  }

  @Test
  void aFileMovesAllWhateverTheKeysHoldAndASecondRunSkipsThem() throws Exception {
    List<String> keys = List.of("u1", "m\u00fcller", "a,b", "line\nbreak", "#5", "\u001b[31m");
    for (String key : keys) {
      addUser(key);
    }
    String file =
        cluster.file(
            """
            # Users who pay.
            u1,2
            "m\u00fcller", 2

            "a,b",2
            "line
            break",2
            "#5",2
            \u001b[31m,2
            """);

    Run first =
        run("move", "--group", "user", "--from-file", file, "--parallel", "2", "--share", "1");
    Run second = run("move", "--group", "user", "--from-file", file, "--json");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).contains("key line\\nbreak", "key m\u00fcller", "key \\u001b[31m");
    assertThat(second.status()).isZero();
    assertThat(second.json().get("skipped").getAsInt()).isEqualTo(keys.size());
    assertThat(move(second, 3).get("key").getAsString()).isEqualTo("line\nbreak");
    assertThat(cluster.ask(2, "select count(*) from users")).isEqualTo("" + keys.size());
  }

  @Test
  void aHeadingNamesTheColumns() throws Exception {
    addUser("u1");
    String slots = cluster.file("slot,target,group\n7,1,user\n8,1,account\n");
    String keys = cluster.file("key\nu1\n");

    Run bySlot = run("move", "--from-file", slots, "--share", "1");
    Run byKey = run("move", "--group", "user", "--from-file", keys, "--to", "2");

    assertThat(bySlot.status()).as(bySlot.err()).isZero();
    assertThat(bySlot.out()).contains("slot 7", "slot 8", "account");
    assertThat(byKey.status()).as(byKey.err()).isZero();
    assertThat(holder("u1")).isEqualTo(2);
  }

  @Test
  void badLinesAreRefusedAllAtOnceBeforeAnythingMoves() throws Exception {
    addUser("u1");
    String file =
        cluster.file(
            """
            key,slot,target,group
            u1,,2,user
            u2,,here,user
            ,,2,user
            u3,7,2,user
            u4,,,user
            u5,,2,
            too,few
            """);
    String wrong =
        cluster.file(
            """
            # what only the shards know
            key,slot,target,group
            "line
            break",,2,account
            u1,,7,user
            ,123456,2,user
            u1,,2,nobody
            """);
    int holder = holder("u1");

    Run formal = run("move", "--from-file", file);
    Run factual = run("move", "--from-file", wrong);
    Run unclosed = run("move", "--group", "user", "--from-file", cluster.file("u1,2\n\"u2,2\n"));
    Run empty = run("move", "--group", "user", "--from-file", cluster.file("# nothing\n"));
    Run missing = run("move", "--group", "user", "--from-file", "/nowhere/moves.csv");

    assertThat(formal.status()).isEqualTo(2);
    assertThat(formal.out()).isEmpty();
    assertThat(formal.err().strip().lines()).hasSize(1);
    assertThat(formal.err())
        .contains(
            "nothing has moved: line 3 has a target that is no number",
            "line 4 names neither key nor slot",
            "line 5 names both a key and a slot",
            "line 6 names no target",
            "line 7 names no group",
            "line 8 has 2 columns, and the heading 4");
    assertThat(factual.status()).isEqualTo(2);
    assertThat(factual.err())
        .contains("line 3: ", "line 5: ", "line 6: ", "line 7: ", "there is no group nobody")
        .doesNotContain("break");
    assertThat(unclosed.status()).isEqualTo(2);
    assertThat(unclosed.err()).contains("EOF reached before encapsulated token finished");
    assertThat(empty.status()).isEqualTo(2);
    assertThat(missing.status()).isEqualTo(2);
    assertThat(holder("u1")).isEqualTo(holder);
  }

  @Test
  void stopsAtAFailureOrKeepsGoing() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (addUser("u" + i) != 2) {
        lines.append("u").append(i).append(",2\n");
      }
    }
    cluster.shards().execute(2, "insert into users values ('u0', 'stray') on conflict do nothing");
    cluster.shards().execute(2, "insert into users values ('u1', 'stray') on conflict do nothing");
    String file = cluster.file(lines.toString());
    int total = (int) lines.toString().lines().count();

    Run stopped = run("move", "--group", "user", "--from-file", file, "--share", "1", "--json");
    Run finished =
        run(
            "move",
            "--group",
            "user",
            "--from-file",
            file,
            "--keep-going",
            "--share",
            "1",
            "--json");

    assertThat(stopped.status()).isEqualTo(1);
    assertThat(stopped.json().get("notStarted").getAsInt()).isPositive();
    assertThat(stopped.err()).contains("line ", "has rows of it", "run the same command again");
    assertThat(finished.status()).isEqualTo(1);
    int failed = finished.json().get("failed").getAsInt();
    assertThat(failed).isBetween(1, 2);
    assertThat(finished.json().get("notStarted").getAsInt()).isZero();
    assertThat(finished.json().get("moved").getAsInt() + finished.json().get("skipped").getAsInt())
        .isEqualTo(total - failed);
  }

  @Test
  void aKeyOrShardThatIsNoneIsWrongUsage() {
    assertThat(run("move", "--group", "account", "--key", "x", "--to", "1").status()).isEqualTo(2);
    Run nowhere = run("move", "--group", "user", "--key", "x", "--to", "9");
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("shard 9 is not among the configured shards");
    assertThat(run("move", "--key", "x", "--to", "1").err()).contains("there are several groups");
    assertThat(run("move", "--group", "user", "--key", "m\ufffdller", "--to", "1").err())
        .contains("LC_ALL=C.UTF-8");
  }
}
