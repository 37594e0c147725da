package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallCommandTest {
  private static final String INSTALLED = "select to_regclass('shard_router.layout') is not null";

  @TempDir private Path directory;
  private CliCluster cluster;

  @BeforeEach
  void createShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(3), directory);
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  @Test
  void installsOnEveryShardAndMayBeRepeated() throws Exception {
    String config = cluster.config();

    Run first = Run.of("--config", config, "install");
    Run second = Run.of("install", "--config", config);

    assertThat(first).isEqualTo(new Run(0, lines("installed", 3), ""));
    assertThat(second).isEqualTo(new Run(0, lines("already installed", 3), ""));
    assertThat(cluster.ask(2, INSTALLED)).isEqualTo("t");
  }

  @Test
  void growsByALongerListOfShards() throws Exception {
    Run.of("--config", cluster.config(2, "[0, 1]"), "install");

    Run grown = Run.of("--config", cluster.config(3, "[0, 1]"), "install", "--json");

    assertThat(grown.status()).isZero();
    assertThat(grown.json())
        .hasToString(
            "{\"shards\":[{\"id\":0,\"outcome\":\"grown\"},{\"id\":1,\"outcome\":\"grown\"},"
                + "{\"id\":2,\"outcome\":\"installed\"}]}");
  }

  @Test
  void changesNothingWhereOneShardRefuses() throws Exception {
    Run.of("--config", cluster.config(2, "[0, 1]"), "install");

    Run refused = Run.of("--config", cluster.config(3, "[0, 1, 2]"), "install");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("shardctl: nothing was installed; shard 0 is installed otherwise")
        .contains("; shard 1 is", "a layout never changes")
        .contains("groups.user.layout is configured as [0, 1, 2] but installed as [0, 1]")
        .doesNotContain("\tat ");
    assertThat(cluster.ask(2, INSTALLED)).isEqualTo("f");
  }

  @Test
  void changesNothingWhereAShardCannotTellTheKeyType() throws Exception {
    cluster.shards().execute(1, "drop table accounts");
    cluster.shards().execute(1, "create table accounts (id float8)");

    Run refused = Run.of("--config", cluster.config(), "install");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("shard 1: ", "accounts").doesNotContain("shard 0: ");
    assertThat(cluster.ask(0, INSTALLED)).isEqualTo("f");
  }

  @Test
  void aWrongPasswordFailsWithoutBeingShown() throws Exception {
    String config = cluster.config(3, "[0, 1, 2]", "hunter2-secret");

    Run plain = Run.of("--config", config, "install");
    Run verbose = Run.of("--config", config, "-v", "install");

    assertThat(plain.status()).isEqualTo(1);
    assertThat(plain.err()).contains("shard 0: ", "shard 2: ").doesNotContain("hunter2");
    assertThat(verbose.err()).contains("\tat ").doesNotContain("hunter2");
  }

  @Test
  void usesTheMigratorsRoleWhereThereIsOne() throws Exception {
    String config =
        cluster.file(
            """
            shards:
              - id: 0
                url: "%s"
                username: nobody_knows_this_role
                password: x
                migrator: {username: %s, password: "%s"}
            groups:
              user: {strategy: md5, layout: [0], tables: {users: id}}
            """
                .formatted(
                    cluster.shards().url(0),
                    cluster.shards().username(),
                    cluster.shards().password()));

    Run run = Run.of("--config", config, "install");

    // The migrator's role came as far as granting to the application's, which is not there.
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("role \"nobody_knows_this_role\" does not exist");
    assertThat(cluster.ask(0, INSTALLED)).isEqualTo("f");
  }

  private static String lines(String outcome, int shards) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < shards; i++) {
      lines.append("shard ").append(i).append(": ").append(outcome).append('\n');
    }
    return lines.toString();
  }
}
