package io.shardrouter.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.InstallMode;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.plots.Plots;
import io.shardrouter.benchmarks.scaling.ScalingReport.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of everything; what it costs is no test's business. */
class ScalingRunTest {
  @Test
  void everyNumberHasItsRowAndEveryTableItsPictures(@TempDir Path directory) throws Exception {
    Size size = new Size(List.of(1, 3), 30, 2, List.of(0, 50), 1);
    String report = new ScalingReport(size, Plots.beside(directory.resolve("report.md"))).run();
    assertThat(report.lines().filter(line -> line.matches("\\| .* \\| [13] \\| .*"))).hasSize(6);
    assertThat(report.lines().filter(line -> line.matches("\\| (0|50) \\| .*"))).hasSize(2);
    assertThat(report).doesNotContain("n/a");
    try (var pictures = Files.list(directory.resolve("plots"))) {
      assertThat(pictures).hasSize(6);
    }
  }

  @Test
  void placedKeysAreWhereBothShardsSay() throws SQLException {
    try (PlacedKeys keys = new PlacedKeys()) {
      keys.grow(20);
      keys.grow(50);
      try (ShardedDataSource router =
          ShardedDataSource.open(PlacedKeys.config(keys.access(), InstallMode.NEVER))) {
        for (int number = 0; number < 60; number++) {
          var route = router.route(ShardKey.of(PlacedKeys.GROUP, PlacedKeys.id(number)));
          assertThat(route.shard()).isEqualTo((route.slot() + (number < 50 ? 1 : 0)) % 4);
        }
      }
    }
  }
}
