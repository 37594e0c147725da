package io.shardrouter.benchmarks.scaling;

import io.shardrouter.benchmarks.measure.Spread;
import io.shardrouter.benchmarks.plots.Axis;
import io.shardrouter.benchmarks.plots.Curves;
import io.shardrouter.benchmarks.plots.Curves.Curve;
import io.shardrouter.benchmarks.plots.Curves.Point;
import io.shardrouter.benchmarks.plots.Plots;
import io.shardrouter.benchmarks.scaling.RouterJvm.Seen;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A router by how many keys have a placement of their own. */
final class ByPlaced {
  private static final String HEADING =
      """
      | keys placed | text → shard | heap of a router | opened within |
      | ---: | ---: | ---: | ---: |
      """;

  private final List<Figure> figures = new ArrayList<>();
  private final String version;

  /** What is looked at. */
  private enum What {
    ROUTE("text → shard", "ns", "%,.0f", Seen::routeNanos),
    HEAP("heap of a router", "MiB", "%,.1f", Seen::heapMebibytes),
    OPEN("opening a router", "ms", "%,.0f", Seen::openMillis);

    private final String what;
    private final String unit;
    private final String format;

    /** A method of a record. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final ToDoubleFunction<Seen> of;

    What(String what, String unit, String format, ToDoubleFunction<Seen> of) {
      this.what = what;
      this.unit = unit;
      this.format = format;
      this.of = of;
    }
  }

  private record Figure(int placed, List<Seen> seen) {
    Spread spread(What what) {
      return Spread.of(seen.stream().mapToDouble(what.of));
    }

    String row() {
      return Stream.of(What.values())
          .map(
              what ->
                  spread(what).median(what.format)
                      + " "
                      + what.unit
                      + (seen.size() > 1 ? " (" + spread(what).range(what.format) + ")" : ""))
          .collect(
              Collectors.joining(" | ", String.format(Locale.ROOT, "| %,d | ", placed), " |\n"));
    }
  }

  private ByPlaced(String version) {
    this.version = version;
  }

  /**
   * Measures.
   *
   * @param counts of keys, growing
   * @param starts of JVMs with each of them
   */
  static ByPlaced measure(List<Integer> counts, int starts) throws SQLException {
    try (PlacedKeys keys = new PlacedKeys()) {
      ByPlaced all = new ByPlaced(keys.version());
      for (int placed : counts) {
        keys.grow(placed);
        List<Seen> seen = new ArrayList<>();
        for (int start = 0; start < starts; start++) {
          seen.add(RouterJvm.run(keys.access(), placed));
        }
        all.figures.add(new Figure(placed, seen));
        // While the rest is on its way.
        System.err.print(all.figures.get(all.figures.size() - 1).row());
      }
      return all;
    }
  }

  String version() {
    return version;
  }

  /** In Markdown. */
  String table() {
    return HEADING + figures.stream().map(Figure::row).collect(Collectors.joining());
  }

  /** The same to look at, but for no key at all: these axes have no place for it. */
  String pictures(Plots plots) {
    return Stream.of(What.values())
        .map(what -> plots.draw("placed-" + what.name().toLowerCase(Locale.ROOT), curves(what)))
        .collect(Collectors.joining());
  }

  private Curves curves(What what) {
    List<Point> points =
        figures.stream()
            .filter(figure -> figure.placed > 0)
            .map(figure -> new Point(figure.placed, figure.spread(what).median()))
            .toList();
    return new Curves(
        what.what,
        new Axis("keys placed", Axis.Scale.POWERS_OF_TEN),
        new Axis(what.unit, Axis.Scale.LINEAR),
        List.of(new Curve("router", points)));
  }
}
