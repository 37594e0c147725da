package io.shardrouter.benchmarks.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few statements by each; how a peer answers is no test's business. */
class CorrectnessRunTest {
  @Test
  void everyoneIsAskedAndTheRouterIsNeverWrong() throws SQLException, IOException {
    List<List<String>> rows =
        new CorrectnessReport(60)
            .run()
            .lines()
            .skip(2)
            .map(row -> Splitter.on('|').trimResults().splitToList(row))
            .toList();
    assertThat(rows).hasSize(6);
    for (List<String> row : rows) {
      int statements = Integer.parseInt(row.get(3));
      int counted = row.subList(4, 9).stream().mapToInt(Integer::parseInt).sum();
      assertThat(counted).isEqualTo(statements).isPositive();
      assertThat(statements).isEqualTo(Integer.parseInt(rows.get(0).get(3)));
      if (row.get(1).equals("postgres_fdw")) {
        // It is made of PostgreSQL: were its tables not found, nothing would be right.
        assertThat(Integer.parseInt(row.get(4))).isGreaterThan(statements / 2);
      }
      if (row.get(1).startsWith("router")) {
        assertThat(row.subList(7, 9)).containsOnly("0");
      }
    }
  }
}
