package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallSequencesTest {
  private static final String SEQUENCE = "public.items_id_seq";

  @TempDir private Path directory;
  private EmbeddedShards shards;
  private String config;

  @BeforeEach
  void createTables() throws Exception {
    shards = EmbeddedShards.databases(2);
    shards.executeOnAll(
        "create table items (id bigint generated always as identity primary key,"
            + " owner text not null)");
    config = config(1);
  }

  @AfterEach
  void dropShards() {
    shards.close();
  }

  private String config(int secondId) throws Exception {
    Path file = Files.createTempFile(directory, "shards", ".yaml");
    Files.writeString(
        file,
        """
        shards:
          - {id: 0, url: "%s", username: %s, password: "%s"}
          - {id: %d, url: "%s", username: %2$s, password: "%3$s"}
        groups:
          user: {strategy: md5, layout: [0], tables: {items: owner}}
        """
            .formatted(
                shards.url(0), shards.username(), shards.password(), secondId, shards.url(1)));
    return file.toString();
  }

  private Run install(String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(
        new String[] {"--config", config, "install", "--sequences"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Run.of(arguments);
  }

  private String insert(int shard) throws Exception {
    try (Connection connection = shards.connect(shard);
        Statement statement = connection.createStatement()) {
      // Whoever is kept out for longer than a moment fails.
      statement.execute("set lock_timeout = '3s'");
      try (ResultSet row =
          statement.executeQuery("insert into items (owner) values ('u1') returning id")) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Test
  void newSequencesBeginAtTheShardsIdPlusOne() throws Exception {
    Run run = install();

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                shard 0: installed
                shard 1: installed
                shard 0: sequence public.items_id_seq: made disjoint, next 1
                shard 1: sequence public.items_id_seq: made disjoint, next 2
                """,
                ""));
    assertThat(insert(0)).isEqualTo("1");
    assertThat(insert(0)).isEqualTo("1025");
    assertThat(insert(1)).isEqualTo("2");
  }

  @Test
  void usedOnesGoOnAboveAllThatIsUsedAndASecondRunChangesNothing() throws Exception {
    shards.execute(0, "insert into items (owner) select 'u' from generate_series(1, 5)");
    shards.execute(
        1, "insert into items (id, owner) overriding system value values (5000, 'by a move')");

    Run first = install("--json");
    Run second = install("--json");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("{\"name\":\"public.items_id_seq\",\"outcome\":\"made disjoint\",\"next\":1025}")
        .contains("\"next\":5122}");
    assertThat(second.status()).isZero();
    assertThat(second.out())
        .contains("already disjoint\",\"next\":1025")
        .contains("\"next\":5122}");
    assertThat(insert(0)).isEqualTo("1025");
    assertThat(insert(1)).isEqualTo("5122");
  }

  @Test
  void aRowAboveTheSequenceIsHealedByAnotherRun() throws Exception {
    install();
    shards.execute(0, "insert into items (id, owner) overriding system value values (1025, 'u')");

    assertThat(install().out())
        .contains("shard 0: sequence " + SEQUENCE + ": made disjoint, next 2049");
    assertThat(insert(0)).isEqualTo("2049");
  }

  @Test
  void uniqueConstraintsOnSuchColumnsDoNotStopAMoveAnyMore() throws Exception {
    Run.of("--config", config, "install");
    insert(0);
    String[] plan = {
      "--config", config, "move", "--group", "user", "--key", "u1", "--to", "1", "--dry-run"
    };

    Run before = Run.of(plan);
    install();
    Run after = Run.of(plan);

    assertThat(before.status()).isEqualTo(3);
    assertThat(before.err()).contains("omits the key column");
    assertThat(after.status()).as(after.err()).isZero();
  }

  @Test
  void whatCannotBeDisjointIsRefusedAndNothingIsChanged() throws Exception {
    shards.execute(1, "alter sequence items_id_seq cycle");

    Run cycles = install();
    shards.execute(1, "alter sequence items_id_seq no cycle maxvalue 1024 start 1024 restart 1024");
    shards.execute(1, "insert into items (owner) values ('last')");
    Run full = install();

    assertThat(cycles.status()).isEqualTo(1);
    assertThat(cycles.err())
        .contains("no sequence was changed; shard 1: sequence " + SEQUENCE + " begins again");
    assertThat(full.err()).contains("has no number left below its maximum 1024");
    assertThat(insert(0)).isEqualTo("1");
    assertThat(insert(0)).isEqualTo("2");
  }

  @Test
  void shardIdsAbove1023HaveNoNumbers() throws Exception {
    config = config(1024);

    Run run = install();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("shard 1024 has an id above 1023");
    try (Connection connection = shards.connect(0);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select to_regclass('shard_router.layout')")) {
      row.next();
      assertThat(row.getString(1)).isNull();
    }
  }

  @Test
  void waitsForAWriterWithoutKeepingTheOthersOut() throws Exception {
    CompletableFuture<Run> installing;
    try (Connection writer = shards.connect(0);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into items (owner) values ('slow')");
      installing = CompletableFuture.supplyAsync(this::install);
      await().until(() -> waiters().equals("1"));
      assertThat(insert(0)).isEqualTo("2");
      assertThat(installing).isNotDone();
      writer.commit();
    }

    assertThat(installing.get(60, TimeUnit.SECONDS).status()).isZero();
    assertThat(insert(0)).isEqualTo("1025");
  }

  private String waiters() throws Exception {
    try (Connection connection = shards.connect(0);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_locks where not granted"
                    + " and relation = 'items_id_seq'::regclass")) {
      row.next();
      return row.getString(1);
    }
  }
}
