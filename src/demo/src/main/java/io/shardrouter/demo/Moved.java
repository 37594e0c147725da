package io.shardrouter.demo;

import io.shardrouter.migrator.MoveReport;
import java.time.Duration;
import java.util.List;

/** What some moves did together. */
record Moved(List<MoveReport> reports) {
  Moved {
    reports = List.copyOf(reports);
  }

  /**
   * A row of a table: what, moves, rows, and pauses in milliseconds, the median and the longest.
   */
  void addTo(Table table, String what) {
    List<Double> pauses =
        reports.stream()
            .map(MoveReport::pause)
            .map(Duration::toNanos)
            .map(n -> n / 1e6)
            .sorted()
            .toList();
    table.row(
        what,
        reports.size(),
        reports.stream().mapToLong(MoveReport::rows).sum(),
        pauses.get(pauses.size() / 2),
        pauses.get(pauses.size() - 1));
  }
}
