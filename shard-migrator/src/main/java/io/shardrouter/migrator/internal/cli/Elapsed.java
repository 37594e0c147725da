package io.shardrouter.migrator.internal.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations for people: {@code 85 ms}, {@code 1.2 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
final class Elapsed {
  private Elapsed() {}

  static String of(Duration duration) {
    if (duration.toMillis() < 1000) {
      return duration.toMillis() + " ms";
    }
    if (duration.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", Math.floor(duration.toMillis() / 100.0) / 10);
    }
    return duration.toMinutes() < 60
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
