package io.shardrouter.demo;

import java.util.Locale;

/** Runs from its creation. Immutable. */
record Stopwatch(long startNanos) {
  static Stopwatch started() {
    return new Stopwatch(System.nanoTime());
  }

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Like {@code 12.3 s}. */
  String inSeconds() {
    return String.format(Locale.ROOT, "%.1f s", seconds());
  }

  double millis() {
    return seconds() * 1e3;
  }
}
