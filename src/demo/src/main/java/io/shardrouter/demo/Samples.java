package io.shardrouter.demo;

import java.util.Arrays;
import java.util.List;

/** Durations in nanoseconds, in the order of measuring. Not thread-safe. */
final class Samples {
  private long[] nanos = new long[1024];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  static Samples merged(List<Samples> parts) {
    Samples all = new Samples();
    for (Samples part : parts) {
      for (int i = 0; i < part.count; i++) {
        all.add(part.nanos[i]);
      }
    }
    return all;
  }

  int count() {
    return count;
  }

  /** The duration that {@code share} (0 to 1) of all do not exceed, in microseconds. */
  long microsAt(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0 ? 0 : sorted[(int) Math.min(count - 1, share * count)] / 1000;
  }
}
