package io.shardrouter.benchmarks.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Spread;
import io.shardrouter.benchmarks.moves.MovesReport.Size;
import io.shardrouter.benchmarks.plots.Plots;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One move of each kind; what it costs is no test's business. */
class MovesRunTest {
  private static final int ROWS = 20;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void everyWayMovesEveryRow(Network network) throws SQLException {
    try (Pair pair = new Pair(network)) {
      List<String> users = pair.idsOn(0, "user", 5);
      pair.fill(0, users, ROWS);
      List<Transfer> ways =
          List.of(
              new Migrated(pair.config(), users.get(0)),
              Piped.plain(pair, new Rows(users.subList(1, 2))),
              Piped.withoutChecks(pair, new Rows(users.subList(2, 3))),
              new Handwritten(pair, new Rows(users.subList(3, 4))),
              Psql.isThere()
                  ? new Psql(pair, new Rows(users.subList(4, 5)))
                  : Piped.plain(pair, new Rows(users.subList(4, 5))));
      for (Transfer way : ways) {
        way.move(0, 1);
        way.close();
      }
      assertThat(rows(pair, 0)).isZero();
      assertThat(rows(pair, 1)).isEqualTo(5L * ROWS);
    }
  }

  private static long rows(Pair pair, int shard) throws SQLException {
    try (Connection connection = pair.connect(shard);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select (select count(*) from users)"
                    + " + (select count(*) from consciousness_states)")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void theReportHoldsEachPromiseAgainstItsTarget() throws SQLException {
    Size size = new Size(2, 100, 2_000, Duration.ofMillis(200));
    String report = new MovesReport(size, Plots.beside(directory.resolve("RESULTS.md"))).run();
    assertThat(report.lines().filter(line -> line.contains("≤"))).hasSize(9);
    assertThat(report).contains("\n\n![Other users while one of 100 rows moves](plots/moves.png)");
  }

  @ParameterizedTest
  @CsvSource({"1.9, yes", "2.1, no"})
  void aLineIsHeldAgainstItsTarget(double ratio, String reached) {
    Spread figure = Spread.of(DoubleStream.of(ratio, 1, 9));
    Line line = new Line("user", "1 ms", "2 ms", figure, "×", OptionalDouble.of(2));
    assertThat(line.row()).contains(reached).contains("≤ 2.00 ×").contains("1.00 – 9.00");
  }
}
