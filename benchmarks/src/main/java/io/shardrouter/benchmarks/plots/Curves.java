package io.shardrouter.benchmarks.plots;

import java.util.List;

/** Lines that share their axes, like how something grows with the number of shards. */
public record Curves(String title, Axis x, Axis y, List<Curve> curves) implements Plot {
  /** A list of its own. */
  public Curves {
    curves = List.copyOf(curves);
  }

  /** One line, with a mark at each point. */
  public record Curve(String name, List<Point> points) {
    /** A list of its own. */
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** Where something was measured, and what. */
  public record Point(double x, double y) {}
}
