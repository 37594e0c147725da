package io.shardrouter.benchmarks.load;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What came of a stage's requests, the failed ones too. Thread-safe. */
final class Outcome {
  static final String HEADING =
      """
      | users | requests/s | p50 | p95 | p99 | max | errors | by SQLSTATE | p95 < 500 ms | errors < 1 % |
      | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |
      """;

  private static final double MOST_MILLIS = 500;
  private static final double MOST_FAILED = 0.01;

  private final Stage stage;
  private final Histogram micros = new ConcurrentHistogram(3);
  private final ConcurrentHashMultiset<String> errors = ConcurrentHashMultiset.create();

  Outcome(Stage stage) {
    this.stage = stage;
  }

  /** Counts a request from its planned start, so that waiting for one's turn counts. */
  void answered(long nanos) {
    micros.recordValue(nanos / 1_000);
  }

  /**
   * Counts a request that failed.
   *
   * @param state the SQLSTATE, or what else happened
   */
  void failed(long nanos, String state) {
    answered(nanos);
    errors.add(state);
  }

  Stage stage() {
    return stage;
  }

  /** All requests that were planned. */
  long requests() {
    return micros.getTotalCount();
  }

  Multiset<String> errors() {
    return errors;
  }

  /** In milliseconds. */
  double percentile(double percent) {
    return micros.getValueAtPercentile(percent) / 1_000.0;
  }

  private double failedShare() {
    return requests() == 0 ? 1 : errors.size() / (double) requests();
  }

  boolean isFastEnough() {
    return percentile(95) < MOST_MILLIS;
  }

  boolean isReliable() {
    return failedShare() < MOST_FAILED;
  }

  /** A row of the table under {@link #HEADING}. */
  String row() {
    double answered = requests() - errors.size();
    return String.format(
        Locale.ROOT,
        "| %,d | %,.0f | %s | %s | %s | %s | %,d (%.2f %%) | %s | %s | %s |%n",
        stage.users(),
        answered / (stage.duration().toNanos() / 1e9),
        millis(percentile(50)),
        millis(percentile(95)),
        millis(percentile(99)),
        millis(percentile(100)),
        errors.size(),
        failedShare() * 100,
        errors.entrySet().stream()
            .map(entry -> entry.getElement() + " × " + entry.getCount())
            .sorted()
            .collect(Collectors.joining(", ")),
        isFastEnough() ? "yes" : "**no**",
        isReliable() ? "yes" : "**no**");
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%,.1f ms", value);
  }
}
