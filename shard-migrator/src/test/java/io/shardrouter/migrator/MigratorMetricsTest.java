package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.internal.metrics.MoveMetric;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigratorMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void noMoreFaults() {
    System.clearProperty(FailPoint.PROPERTY);
  }

  private long moves(String outcome) {
    return registry.get("shardmigrator.moves").tag("outcome", outcome).timer().count();
  }

  @Test
  void movesAreCountedByOutcomeWithWhatTheyMoved() throws Exception {
    try (MoverCluster cluster = MoverCluster.classic(EmbeddedShards.databases(2))) {
      cluster.addUser("u1", 5);
      int holder = cluster.router().route(ShardKey.of("user", "u1")).shard();
      Migrator migrator = cluster.migrator();
      new MigratorMetrics(migrator).bindTo(registry);

      assertThat(moves("moved")).isZero();
      migrator.move(MoveRequest.key(ShardKey.of("user", "u1"), 1 - holder));
      assertThatThrownBy(
              () -> migrator.move(MoveRequest.key(ShardKey.of("user", "u1"), 1 - holder)))
          .isInstanceOf(RefusedException.class);
      System.setProperty(FailPoint.PROPERTY, FailPoint.FENCED.name());
      assertThatThrownBy(() -> migrator.move(MoveRequest.key(ShardKey.of("user", "u1"), holder)))
          .isInstanceOf(SQLException.class);

      assertThat(moves("moved")).isEqualTo(1);
      assertThat(moves("refused")).isEqualTo(1);
      assertThat(moves("failed")).isEqualTo(1);
      assertThat(registry.get("shardmigrator.rows").summary().totalAmount()).isEqualTo(6);
      assertThat(registry.get("shardmigrator.bytes").summary().totalAmount()).isPositive();
      assertThat(registry.get("shardmigrator.pause").timer().count()).isEqualTo(1);
      assertThat(registry.get("shardmigrator.active").gauge().value()).isZero();
      assertThatThrownBy(() -> new MigratorMetrics(migrator).bindTo(registry))
          .hasMessageContaining("CompositeMeterRegistry");
    }
  }

  @Test
  void documentListsExactlyTheseNames() throws Exception {
    String document = Files.readString(Path.of("../src/docs/metrics.md"));
    assertThat(
            Pattern.compile("^\\| `(shardmigrator\\.[a-z.]+)` \\| ([a-z]+) ", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(MoveMetric.values())
                .map(
                    metric -> metric.id() + " " + metric.kind().toString().toLowerCase(Locale.ROOT))
                .toList());
  }
}
