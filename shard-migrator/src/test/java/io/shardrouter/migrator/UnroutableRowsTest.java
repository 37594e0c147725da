package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.GroupConfig;
import io.shardrouter.migrator.Finding.Kind;
import io.shardrouter.testing.EmbeddedShards;
import org.junit.jupiter.api.Test;

/** Rows whose key no router could name, because somebody wrote them without one. */
class UnroutableRowsTest {
  @Test
  void verifyNamesThemAndGoesOn() throws Exception {
    EmbeddedShards shards = EmbeddedShards.databases(2);
    shards.executeOnAll("create table events (at timestamptz primary key)");
    try (MoverCluster cluster =
        new MoverCluster(
            shards,
            MoverCluster.config(shards)
                .group(
                    GroupConfig.builder("month")
                        .strategy("month")
                        .layout(0, 1)
                        .table("events", "at")
                        .build())
                .build())) {
      shards.execute(0, "insert into events values ('infinity'), ('-infinity')");

      assertThat(cluster.migrator().verify().findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.MISPLACED_ROWS);
                assertThat(finding.key()).isEmpty();
                assertThat(finding.description()).contains("2 rows in public.events");
              });
    }
  }
}
