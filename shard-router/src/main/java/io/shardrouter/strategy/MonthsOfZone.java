package io.shardrouter.strategy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The months in which a zone's clocks are during some time. Where they are put back, they may go
 * back into the month before, so that the first instant is not in the first month, nor the last in
 * the last.
 */
final class MonthsOfZone {
  /** Clocks are put back by no more than this; what comes later is behind where they were. */
  private static final Duration MAX_STEP = Duration.ofDays(2);

  private MonthsOfZone() {}

  /** The first month from {@code from} to {@code to}. */
  static YearMonth first(Instant from, Instant to, ZoneId zone) {
    LocalDateTime first = LocalDateTime.ofInstant(from, zone);
    ZoneRules rules = zone.getRules();
    Instant end = earlier(to, from.plus(MAX_STEP));
    for (ZoneOffsetTransition t = rules.nextTransition(from);
        t != null && !t.getInstant().isAfter(end);
        t = rules.nextTransition(t.getInstant())) {
      if (t.getDateTimeAfter().isBefore(first)) {
        return YearMonth.from(t.getDateTimeAfter());
      }
    }
    return YearMonth.from(first);
  }

  /** The last month from {@code from} to {@code to}. */
  static YearMonth last(Instant from, Instant to, ZoneId zone) {
    LocalDateTime last = LocalDateTime.ofInstant(to, zone);
    ZoneRules rules = zone.getRules();
    for (ZoneOffsetTransition t = rules.previousTransition(to.plusNanos(1));
        t != null && t.getInstant().isAfter(from) && t.getInstant().isAfter(to.minus(MAX_STEP));
        t = rules.previousTransition(t.getInstant())) {
      if (t.getDateTimeBefore().isAfter(last)) {
        return YearMonth.from(t.getDateTimeBefore());
      }
    }
    return YearMonth.from(last);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
