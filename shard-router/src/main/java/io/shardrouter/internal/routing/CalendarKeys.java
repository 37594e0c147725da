package io.shardrouter.internal.routing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keys of types date and timestamptz. Values without an offset are no instants: PostgreSQL would
 * read them by the session's time zone, which routing does not know.
 */
final class CalendarKeys {
  private static final int LAST_YEAR = 9999;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final DateTimeFormatter INSTANT_TEXT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, true)
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withChronology(IsoChronology.INSTANCE);

  private CalendarKeys() {}

  static @Nullable LocalDate toDate(Object value) {
    LocalDate date = null;
    if (value instanceof LocalDate local) {
      date = local;
    } else if (value instanceof LocalDateTime local) {
      date = local.toLocalDate();
    } else if (value instanceof java.sql.Date sqlDate) {
      date = sqlDate.toLocalDate();
    } else if (value instanceof CharSequence text) {
      date = parseDate(trimmed(text));
    }
    return date != null && date.getYear() >= 1 && date.getYear() <= LAST_YEAR ? date : null;
  }

  /**
   * The last value of the key type before {@code given}, which {@code end} was made of. A date that
   * was given with a time of day is itself before that.
   */
  static Object before(Object end, Object given) {
    if (end instanceof Instant instant) {
      return instant.minus(1, ChronoUnit.MICROS);
    }
    boolean later =
        given instanceof LocalDateTime local && !local.toLocalTime().equals(LocalTime.MIDNIGHT);
    return end instanceof LocalDate date && !later ? date.minusDays(1) : end;
  }

  static @Nullable Instant toInstant(Object value) {
    Instant instant = null;
    if (value instanceof Instant given) {
      instant = given;
    } else if (value instanceof OffsetDateTime given) {
      instant = given.toInstant();
    } else if (value instanceof ZonedDateTime given) {
      instant = given.toInstant();
    } else if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
      return null;
    } else if (value instanceof java.util.Date given) {
      instant = given.toInstant();
    } else if (value instanceof CharSequence text) {
      instant = parseInstant(trimmed(text));
    }
    return instant == null ? null : toMicroseconds(instant);
  }

  /** Rounds half up as the driver does: PostgreSQL would store, and so find, the rounded one. */
  private static @Nullable Instant toMicroseconds(Instant instant) {
    if (!inYears(instant)) {
      return null;
    }
    Instant rounded = instant.plusNanos(500).truncatedTo(ChronoUnit.MICROS);
    return inYears(rounded) ? rounded : null;
  }

  private static boolean inYears(Instant instant) {
    return !instant.isBefore(FIRST) && instant.isBefore(END);
  }

  private static @Nullable LocalDate parseDate(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant parseInstant(String text) {
    try {
      return OffsetDateTime.parse(text, INSTANT_TEXT).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String trimmed(CharSequence text) {
    int start = 0;
    int end = text.length();
    while (start < end && BigintKeys.isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && BigintKeys.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.subSequence(start, end).toString();
  }
}
