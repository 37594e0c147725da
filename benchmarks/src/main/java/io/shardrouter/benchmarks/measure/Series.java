package io.shardrouter.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the turns of one path cost, for each operation, in the order of the rounds. */
public final class Series {
  private final List<Double> nanos = new ArrayList<>();
  private final List<Double> bytes = new ArrayList<>();

  /** Adds a turn. */
  public void add(double nanosEach, double bytesEach) {
    nanos.add(nanosEach);
    bytes.add(bytesEach);
  }

  /** The median in microseconds. */
  public double micros() {
    return quantile(array(nanos), 0.5) / 1_000;
  }

  /** The median in bytes. */
  public double bytes() {
    return quantile(array(bytes), 0.5);
  }

  /** The median over all rounds of this time by {@code twin}'s in the same round. */
  public double ratioTo(Series twin) {
    return quantile(ratios(twin), 0.5);
  }

  /** How this time by {@code twin}'s in the same round lies over the rounds. */
  public Spread ratiosTo(Series twin) {
    return Spread.of(Arrays.stream(ratios(twin)));
  }

  /** What this allocates beyond {@code twin} in the same round, over the rounds. */
  public Spread bytesBeyond(Series twin) {
    return Spread.of(
        IntStream.range(0, bytes.size()).mapToDouble(i -> bytes.get(i) - twin.bytes.get(i)));
  }

  /** How these bytes by {@code twin}'s in the same round lie over the rounds. */
  public Spread byteRatiosTo(Series twin) {
    return Spread.of(
        IntStream.range(0, bytes.size()).mapToDouble(i -> bytes.get(i) / twin.bytes.get(i)));
  }

  /** The ratio of the fastest tenth of the rounds, each by itself: as on a quieter machine. */
  public double quietRatioTo(Series twin) {
    return quantile(array(nanos), 0.1) / quantile(array(twin.nanos), 0.1);
  }

  private double[] ratios(Series twin) {
    return IntStream.range(0, nanos.size())
        .mapToDouble(i -> nanos.get(i) / twin.nanos.get(i))
        .toArray();
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
