package io.shardrouter.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the turns of one path cost, for each operation, in the order of the rounds. */
final class Series {
  private final List<Double> nanos = new ArrayList<>();
  private final List<Double> bytes = new ArrayList<>();

  void add(double nanosEach, double bytesEach) {
    nanos.add(nanosEach);
    bytes.add(bytesEach);
  }

  /** The median in microseconds. */
  double micros() {
    return quantile(array(nanos), 0.5) / 1_000;
  }

  /** The median in bytes. */
  double bytes() {
    return quantile(array(bytes), 0.5);
  }

  /** The median over all rounds of this time by {@code twin}'s in the same round. */
  double ratioTo(Series twin) {
    double[] ratios = new double[nanos.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = nanos.get(i) / twin.nanos.get(i);
    }
    return quantile(ratios, 0.5);
  }

  /** The ratio of the fastest tenth of the rounds, each by itself: as on a quieter machine. */
  double quietRatioTo(Series twin) {
    return quantile(array(nanos), 0.1) / quantile(array(twin.nanos), 0.1);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double quantile(double[] values, double at) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (at * (sorted.length - 1))];
  }
}
