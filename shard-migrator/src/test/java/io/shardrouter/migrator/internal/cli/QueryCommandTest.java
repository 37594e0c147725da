package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
  @TempDir private static Path directory;
  private static CliCluster cluster;
  private static String config;

  @BeforeAll
  static void installShards() throws Exception {
    cluster = new CliCluster(EmbeddedShards.databases(3), directory);
    config = cluster.config();
    assertThat(Run.of("--config", config, "install").status()).isZero();
    for (int shard = 0; shard < 3; shard++) {
      cluster.shards().execute(shard, "insert into users values ('u" + shard + "', null)");
    }
  }

  @AfterAll
  static void dropShards() {
    cluster.close();
  }

  private static Run query(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "--config";
    all[1] = config;
    all[2] = "query";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Run.of(all);
  }

  @Test
  void printsTheRowsOfAllShardsWithTheShardFirst() {
    Run run = query("select id, name, 12 as n from users");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .startsWith("shard  id  name   n", "-----  --  ----  --")
        .hasSize(5)
        .contains("    1  u1  \\N    12");
    assertThat(run.err()).isEqualTo("shardctl: 3 rows\n");
  }

  @Test
  void asksTheNamedShardsOnly() {
    JsonObject json = query("--json", "--shards", "0,2", "select id from users").json();

    assertThat(
            StreamSupport.stream(json.getAsJsonArray("rows").spliterator(), false)
                .map(Object::toString))
        .containsExactlyInAnyOrder("[0,\"u0\"]", "[2,\"u2\"]");
  }

  @Test
  void nullAndTheEmptyTextDifferInEveryFormat() {
    String sql = "select null::text as a, '' as b, E'x\\n\\\\N' as c";

    assertThat(query("--shards", "0", sql).out()).contains("    0  \\N     x\\n\\\\N");
    assertThat(query("--shards", "0", "--format", "csv", sql).out())
        .isEqualTo("\"shard\",\"a\",\"b\",\"c\"\n\"0\",,\"\",\"x\n\\N\"\n");
    assertThat(query("--shards", "0", "--json", sql).json().get("rows"))
        .hasToString("[[0,null,\"\",\"x\\n\\\\N\"]]");
  }

  @Test
  void numbersAndBooleansAreThoseOfJsonAndTheRestIsText() {
    String sql =
        "select 12345678901234567890.10::numeric, 'NaN'::float8, 1.5e300::float8, true,"
            + " '{\"a\": 1}'::jsonb, '\\xdead'::bytea, timestamptz '2026-01-02 03:04:05+00',"
            + " array[1,2], -1";

    assertThat(query("--shards", "1", "--format", "JSON", sql).out())
        .contains(
            "[1,12345678901234567890.10,\"NaN\",1.5e+300,true,\"{\\\"a\\\": 1}\",\"\\\\xdead\",",
            ",\"{1,2}\",-1]");
  }

  @Test
  void withoutRowsTheColumnsAreStillTold() {
    assertThat(query("select id from users where false").out()).isEqualTo("shard  id\n-----  --\n");
    assertThat(query("--json", "select id from users where false").json().get("columns"))
        .hasToString(
            "[{\"name\":\"shard\",\"type\":\"int4\"},{\"name\":\"id\",\"type\":\"text\"}]");
  }

  @Test
  void longResultsComeInPages() {
    Run run = query("--shards", "0", "select i from generate_series(1, 2500) i");

    assertThat(run.out().lines().filter(line -> line.startsWith("shard"))).hasSize(3);
    assertThat(run.err()).isEqualTo("shardctl: 2500 rows\n");
  }

  @Test
  void aWrongStatementFailsWithThePositionInOneParagraph() {
    Run run = query("select nothing from users");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("column \"nothing\" does not exist").doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void aFailureAmidTheRowsLeavesNoCompleteDocument() {
    Run run =
        query("--json", "--shards", "0", "select 1 / (1500 - i) from generate_series(1, 3000) i");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).doesNotEndWith("}\n");
    assertThat(run.err()).contains("division by zero");
  }

  @Test
  void theTimeoutEndsAQuery() {
    long start = System.nanoTime();
    Run run = query("--timeout", "300ms", "select pg_sleep(60)");

    assertThat(run.status()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void aShardThatIsNotConfiguredIsAWrongUsage() {
    assertThat(query("--shards", "0,9", "select 1").status()).isEqualTo(2);
  }
}
