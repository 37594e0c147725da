package io.shardrouter.benchmarks.plots;

import java.util.List;
import java.util.OptionalDouble;

/**
 * For each thing a bar of each way.
 *
 * @param axis of the values
 * @param ways their names, in the order of each thing's values
 * @param mark what the bars are held against
 */
public record Bars(String title, Axis axis, List<String> ways, List<Thing> things, double mark)
    implements Plot {
  /** Lists of its own. */
  public Bars {
    ways = List.copyOf(ways);
    things = List.copyOf(things);
  }

  /**
   * What was measured.
   *
   * @param values of the ways; empty where one was not measured
   */
  public record Thing(String name, List<OptionalDouble> values) {
    /** A list of its own. */
    public Thing {
      values = List.copyOf(values);
    }
  }
}
