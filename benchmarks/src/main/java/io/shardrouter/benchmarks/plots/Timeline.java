package io.shardrouter.benchmarks.plots;

import io.shardrouter.benchmarks.plots.Curves.Curve;
import java.util.List;

/**
 * Points over time, and when something else went on.
 *
 * @param x seconds
 * @param dots not joined by lines
 * @param spans when what they are called went on
 */
public record Timeline(
    String title, Axis x, Axis y, List<Curve> dots, String spansName, List<Span> spans)
    implements Plot {
  /** Lists of its own. */
  public Timeline {
    dots = List.copyOf(dots);
    spans = List.copyOf(spans);
  }

  /** Both in the unit of the x axis. */
  public record Span(double from, double to) {}
}
