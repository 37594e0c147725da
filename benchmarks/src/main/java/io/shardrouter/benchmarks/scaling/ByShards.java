package io.shardrouter.benchmarks.scaling;

import io.shardrouter.benchmarks.plots.Axis;
import io.shardrouter.benchmarks.plots.Curves;
import io.shardrouter.benchmarks.plots.Curves.Curve;
import io.shardrouter.benchmarks.plots.Curves.Point;
import io.shardrouter.benchmarks.plots.Plots;
import io.shardrouter.benchmarks.sql.ShardCounts;
import io.shardrouter.benchmarks.sql.ShardCounts.Figure;
import io.shardrouter.benchmarks.sql.ShardCounts.Load;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Scatter reads and point selects over more and more databases of one server. */
final class ByShards {
  private final List<Integer> counts;
  private final List<Figure> figures = new ArrayList<>();

  private ByShards(List<Integer> counts) {
    this.counts = counts;
  }

  /**
   * Measures.
   *
   * @param rounds of a report
   */
  static ByShards measure(List<Integer> counts, int users, int rounds) throws SQLException {
    ByShards all = new ByShards(List.copyOf(counts));
    for (int shards : counts) {
      all.figures.addAll(ShardCounts.measure(shards, users, rounds));
      // While the rest is on its way.
      for (Load load : Load.values()) {
        System.err.print(all.row(load, shards));
      }
    }
    return all;
  }

  /** In Markdown: each way's time or throughput, and its ratio to what is done by hand. */
  String table() {
    List<String> heads =
        Stream.concat(Stream.of("what", "shards"), ShardCounts.ways().stream()).toList();
    StringBuilder table = new StringBuilder("| " + String.join(" | ", heads) + " |\n| --- ");
    heads.stream().skip(1).forEach(head -> table.append("| ---: "));
    table.append("|\n");
    for (Load load : Load.values()) {
      counts.forEach(shards -> table.append(row(load, shards)));
    }
    return table.toString();
  }

  private String row(Load load, int shards) {
    return "| %s | %d | %s |%n"
        .formatted(
            load.what(),
            shards,
            ShardCounts.ways().stream()
                .map(way -> figure(load, shards, way).map(ByShards::cell).orElse("n/a"))
                .collect(Collectors.joining(" | ")));
  }

  private Optional<Figure> figure(Load load, int shards, String way) {
    return figures.stream()
        .filter(one -> one.load() == load && one.shards() == shards && one.way().equals(way))
        .findFirst();
  }

  private static String cell(Figure figure) {
    return String.format(Locale.ROOT, "%,.0f %s", value(figure), unit(figure.load()))
        + " ("
        + figure.toByHand().median("%.2f")
        + " ×)";
  }

  private static double value(Figure figure) {
    return figure.load().isThroughput() ? figure.perSecond() : figure.micros();
  }

  private static String unit(Load load) {
    return load.isThroughput() ? "a second" : "µs";
  }

  /** The same to look at. */
  String pictures(Plots plots) {
    return Stream.of(Load.values())
        .map(load -> plots.draw("shards-" + load.name().toLowerCase(Locale.ROOT), curves(load)))
        .collect(Collectors.joining());
  }

  private Curves curves(Load load) {
    List<Curve> curves = new ArrayList<>();
    for (String way : ShardCounts.ways()) {
      List<Point> points =
          counts.stream()
              .flatMap(shards -> figure(load, shards, way).stream())
              .map(figure -> new Point(figure.shards(), value(figure)))
              .toList();
      if (!points.isEmpty()) {
        curves.add(new Curve(way, points));
      }
    }
    return new Curves(
        load.what(),
        new Axis("shards", Axis.Scale.POWERS_OF_TWO),
        new Axis(unit(load), Axis.Scale.LINEAR),
        curves);
  }
}
