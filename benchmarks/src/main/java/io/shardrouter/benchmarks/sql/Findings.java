package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Duel;
import io.shardrouter.benchmarks.measure.Line;
import java.util.ArrayList;
import java.util.List;

/** What the report tells so far. For one thread. */
final class Findings {
  private final List<Line> lines = new ArrayList<>();
  private final Duels duels = new Duels();

  void add(Line line) {
    lines.add(line);
    // While the rest is on its way.
    System.err.print(line.row());
  }

  Duels duels() {
    return duels;
  }

  /** In Markdown. */
  String tables() {
    StringBuilder tables = new StringBuilder(Line.HEADING);
    lines.forEach(line -> tables.append(line.row()));
    tables.append("%nBeside the peers:%n%n".formatted()).append(Duel.HEADING);
    duels.all().forEach(duel -> tables.append(duel.row()));
    return tables.toString();
  }
}
