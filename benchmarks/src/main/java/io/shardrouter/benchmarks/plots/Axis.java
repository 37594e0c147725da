package io.shardrouter.benchmarks.plots;

/**
 * One side of a plot.
 *
 * @param label with the unit
 */
public record Axis(String label, Scale scale) {
  /** How values lie along it. */
  public enum Scale {
    /** From 0. */
    LINEAR,
    /** Each power of two as far from the next. No place for what is not above 0. */
    POWERS_OF_TWO,
    /** Each power of ten as far from the next. No place for what is not above 0. */
    POWERS_OF_TEN
  }
}
