package io.shardrouter.benchmarks.moves;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How values lie.
 *
 * @param low a tenth of them is below it
 * @param high a tenth of them is above it
 */
record Spread(double low, double median, double high) {
  static Spread of(DoubleStream values) {
    double[] sorted = values.toArray();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Spread(
        sorted[(int) Math.round(0.1 * last)],
        sorted[last / 2],
        sorted[(int) Math.round(0.9 * last)]);
  }

  String median(String format) {
    return String.format(Locale.ROOT, format, median);
  }

  /** Like {@code 1.21 – 1.43}. */
  String range(String format) {
    return String.format(Locale.ROOT, format + " – " + format, low, high);
  }
}
