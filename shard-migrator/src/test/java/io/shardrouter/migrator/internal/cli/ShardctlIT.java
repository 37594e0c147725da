package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as its users run it. */
class ShardctlIT {
  private static final String SLEEPERS =
      "select count(*) from pg_stat_activity where query like '%sleep(600)%'"
          + " and state = 'active' and pid <> pg_backend_pid()";

  @TempDir private static Path directory;
  private static CliCluster cluster;
  private static String config;

  @BeforeAll
  static void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(2), directory);
    config = cluster.config();
    assertThat(run(Map.of(), "--config", config, "install"))
        .isEqualTo(new Run(0, "shard 0: installed\nshard 1: installed\n", ""));
  }

  @AfterAll
  static void dropShards() {
    cluster.close();
  }

  @Test
  void takesTheConfigurationFromTheEnvironment() throws Exception {
    Run run = run(Map.of("SHARDCTL_CONFIG", config), "status", "--json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.json().getAsJsonArray("shards")).hasSize(2);
    assertThat(run(Map.of(), "status").status()).isEqualTo(2);
  }

  @Test
  void queriesAllShardsInUtf8WhateverTheLocale() throws Exception {
    Run run =
        run(Map.of("LC_ALL", "C"), "--config", config, "query", "--json", "select U&'\\00e9' as e");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(JsonParser.parseString(run.out()).getAsJsonObject().get("rows").toString())
        .contains("[0,\"\u00e9\"]", "[1,\"\u00e9\"]");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aKeyThatTheLocaleCannotCarryIsRefusedAndNotMisplaced() throws Exception {
    Run lost =
        run(Map.of("LC_ALL", "C"), "--config", config, "route", "--group", "user", "m\u00fcller");

    assertThat(lost.status()).as(lost.out()).isEqualTo(2);
    assertThat(lost.err()).contains("LC_ALL=C.UTF-8");
    Run carried =
        run(
            Map.of("LC_ALL", "C.UTF-8"),
            "--config",
            config,
            "route",
            "--group",
            "user",
            "m\u00fcller");
    assertThat(carried.status()).as(carried.err()).isZero();
    assertThat(carried.out()).contains("m\u00fcller");
  }

  @Test
  void endsWithTheStatusOfWhatHappened() throws Exception {
    assertThat(run(Map.of(), "--config", config, "query", "select nothing").status()).isEqualTo(1);
    assertThat(run(Map.of(), "--config", config, "route", "u1").status()).isEqualTo(2);
    try (CliCluster servers = new CliCluster(EmbeddedShards.servers(2), directory)) {
      String other = servers.config();
      assertThat(run(Map.of(), "--config", other, "install").status()).isZero();
      servers.shards().stop(0);

      Run status = run(Map.of(), "--config", other, "status");
      Run route = run(Map.of(), "--config", other, "route", "--group", "user", "u1");

      assertThat(status.status()).isEqualTo(3);
      assertThat(status.err().lines()).hasSize(1);
      assertThat(route.status()).as(route.err()).isEqualTo(3);
      assertThat(route.err().lines()).hasSize(1);
      assertThat(route.err()).startsWith("shardctl: shard 0 is down");
    }
  }

  @Test
  void aTerminationEndsTheQueryOnTheShardsWithoutNoise() throws Exception {
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        start(
            Map.of(),
            Path.of("/dev/null"),
            err,
            "--config",
            config,
            "query",
            "select pg_sleep(600)");
    await().until(() -> cluster.ask(0, SLEEPERS).equals("2"));

    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(err).isEmptyFile();
    await().until(() -> cluster.ask(0, SLEEPERS).equals("0"));
  }

  @Test
  void aMoveThatWasKilledIsFinishedByRecover() throws Exception {
    String user = "killed";
    int source = addUser(user);
    String[] move = {
      "--config", config, "move", "--group", "user", "--key", user, "--to", "" + (1 - source)
    };

    Run killed =
        run(Map.of("JAVA_TOOL_OPTIONS", "-Dshardrouter.failpoint=AFTER_DECISION:kill"), move);
    await().until(() -> run(Map.of(), "--config", config, "moves", "--open").status() == 3);
    Run recovered = run(Map.of(), "--config", config, "recover", "--json");
    Run again = run(Map.of(), move);

    assertThat(killed.status()).isEqualTo(137);
    assertThat(recovered.status()).as(recovered.err()).isZero();
    assertThat(recovered.out()).contains("\"ending\":\"finished\"");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(killed.err()).contains("synchronous_standby_names is empty");
    assertThat(again.out()).contains("key killed", "skipped");
    assertThat(run(Map.of(), "--config", config, "moves").status()).isZero();
    assertThat(cluster.ask(1 - source, "select count(*) from users where id = 'killed'"))
        .isEqualTo("1");
  }

  @Test
  void aTerminationLetsTheRunningMoveEndAndStartsNoOther() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      lines.append("term").append(i).append(',').append(1 - addUser("term" + i)).append('\n');
    }
    Path pause = directory.resolve("pause");
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        start(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Dshardrouter.failpoint=FENCED:pause -Dshardrouter.failpoint.file=" + pause),
            out,
            err,
            "--config",
            config,
            "move",
            "--group",
            "user",
            "--from-file",
            cluster.file(lines.toString()),
            "--json");
    await().until(() -> Files.exists(pause));

    process.destroy();
    await().until(() -> Files.readString(err).contains("ending when what runs has ended"));
    Files.delete(pause);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    JsonObject result = JsonParser.parseString(Files.readString(out)).getAsJsonObject();
    assertThat(result.get("moved").getAsInt()).isEqualTo(1);
    assertThat(result.get("notStarted").getAsInt()).isEqualTo(2);
    assertThat(run(Map.of(), "--config", config, "moves", "--open").status()).isZero();
  }

  @Test
  void aTerminationEndsARestAtOnce() throws Exception {
    // Of three users two are on the same shard.
    Map<Integer, List<String>> users = new HashMap<>();
    for (String user : List.of("rest0", "rest1", "rest2")) {
      users.computeIfAbsent(addUser(user), shard -> new ArrayList<>()).add(user);
    }
    int source = users.get(0) != null && users.get(0).size() > 1 ? 0 : 1;
    String file = cluster.file(String.join("\n", users.get(source)) + "\n");
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        start(
            Map.of(),
            out,
            err,
            "--config",
            config,
            "move",
            "--group",
            "user",
            "--from-file",
            file,
            "--to",
            String.valueOf(1 - source),
            "--share",
            "0.0001",
            "--json");
    String left = "select count(*) from users where id like 'rest%'";
    int before = users.get(source).size();
    await().until(() -> cluster.ask(source, left).equals(String.valueOf(before - 1)));

    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    JsonObject result = JsonParser.parseString(Files.readString(out)).getAsJsonObject();
    assertThat(result.get("moved").getAsInt()).isEqualTo(1);
    assertThat(result.get("failed").getAsInt()).isZero();
    assertThat(result.get("notStarted").getAsInt()).isEqualTo(before - 1);
  }

  /** Gives the shard that holds the user. */
  private static int addUser(String id) throws Exception {
    Run route = run(Map.of(), "--config", config, "route", "--group", "user", "--json", id);
    int shard =
        route.json().getAsJsonArray("routes").get(0).getAsJsonObject().get("shard").getAsInt();
    cluster.shards().execute(shard, "insert into users values ('" + id + "', 'n')");
    return shard;
  }

  @Test
  void aResultThatCannotBeWrittenIsAFailure() throws Exception {
    Path err = Files.createTempFile(directory, "err", "");
    Process process = start(Map.of(), Path.of("/dev/full"), err, "--config", config, "status");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(err).content().contains("standard output could not be written");
  }

  private static Run run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    Process process = start(environment, out, err, arguments);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Process start(
      Map<String, String> environment, Path out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // A shell script, in UTF-8: this JVM's own locale must not spoil the arguments.
    StringBuilder script = new StringBuilder("exec");
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-jar");
    command.add(System.getProperty("shardctl.jar"));
    command.addAll(List.of(arguments));
    command.forEach(word -> script.append(" '").append(word.replace("'", "'\\''")).append('\''));
    Path file = Files.createTempFile(directory, "run", ".sh");
    Files.writeString(file, script.append('\n'), StandardCharsets.UTF_8);
    ProcessBuilder builder = new ProcessBuilder("sh", file.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().remove("SHARDCTL_CONFIG");
    builder.environment().putAll(environment);
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }
}
