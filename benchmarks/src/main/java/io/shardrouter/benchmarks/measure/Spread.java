package io.shardrouter.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How values lie.
 *
 * @param low a tenth of them is below it
 * @param high a tenth of them is above it
 * @param least where the median itself may be, so that it is missed one time in twenty
 * @param most the other end of it
 * @param values how many there are
 */
public record Spread(
    double low, double median, double high, double least, double most, int values) {
  /** With fewer, not even the range of all of them holds the median so often. */
  private static final int FEWEST = 6;

  /** Half the width of a normal distribution's 95 %, in standard deviations. */
  private static final double DEVIATIONS = 1.96;

  /** Of at least one value. */
  public static Spread of(List<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue));
  }

  /** Of at least one value. */
  public static Spread of(DoubleStream values) {
    double[] sorted = values.toArray();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    // The rank of a median is binomial, whatever the values' own distribution.
    double ranks = DEVIATIONS * Math.sqrt(sorted.length) / 2;
    return new Spread(
        sorted[(int) Math.round(0.1 * last)],
        sorted[last / 2],
        sorted[(int) Math.round(0.9 * last)],
        sorted[(int) Math.max(0, Math.floor(last / 2.0 - ranks))],
        sorted[(int) Math.min(last, Math.ceil(last / 2.0 + ranks))],
        sorted.length);
  }

  /** Whether there are enough values to say where the median may be. */
  public boolean isBounded() {
    return values >= FEWEST;
  }

  /** The median, like {@code 1.30}. */
  public String median(String format) {
    return String.format(Locale.ROOT, format, median);
  }

  /** Like {@code 1.21 – 1.43}. */
  public String range(String format) {
    return between(format, low, high);
  }

  static String between(String format, double from, double to) {
    return String.format(Locale.ROOT, format + " – " + format, from, to);
  }
}
