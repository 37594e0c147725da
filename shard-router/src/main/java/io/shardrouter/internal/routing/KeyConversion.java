package io.shardrouter.internal.routing;

import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * From whatever a caller has for a key to the one Java value of its key type. A value that
 * PostgreSQL would not take for that type, or would round, is refused; no message shows it.
 */
final class KeyConversion {
  private static final Pattern DASHLESS_UUID = Pattern.compile("[0-9a-fA-F]{32}");

  private KeyConversion() {}

  /**
   * Converts {@code value}.
   *
   * @return a {@link String}, {@link Long}, {@link UUID}, {@link LocalDate} or {@link Instant}
   * @throws RefusedException {@code SR003}
   */
  static Object convert(String group, KeyType type, ZoneId zone, Object value)
      throws RefusedException {
    try {
      return switch (type) {
        case TEXT -> text(value);
        case BIGINT -> integer(value);
        case UUID -> uuid(value);
        case DATE -> date(value, zone);
        case TIMESTAMPTZ -> instant(value);
      };
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      // The cause is left out on purpose: its message may show the value.
      throw new RefusedException(
          SqlState.BAD_KEY,
          "group %s has keys of type %s, and this %s is none; it takes %s"
              .formatted(group, type, value.getClass().getName(), accepted(type)));
    }
  }

  private static String accepted(KeyType type) {
    return switch (type) {
      case TEXT -> "strings without NUL or unpaired surrogates, integers and UUIDs";
      case BIGINT -> "integers of up to 64 bits, also in decimal text";
      case UUID -> "java.util.UUID and its text";
      case DATE -> "dates, YearMonth, instants, and dates in ISO 8601 text";
      case TIMESTAMPTZ -> "instants, date-times with an offset, and those in ISO 8601 text";
    };
  }

  private static String text(Object value) {
    if (value instanceof CharSequence || value instanceof Character) {
      String text = value.toString();
      requireStorable(text);
      return text;
    }
    if (value instanceof UUID || isInteger(value)) {
      return value.toString();
    }
    throw new IllegalArgumentException();
  }

  /** What PostgreSQL cannot store is no key: two such texts could hash alike. */
  private static void requireStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException();
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException();
        }
        i++;
      }
    }
  }

  private static boolean isInteger(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger;
  }

  private static Long integer(Object value) {
    if (value instanceof BigInteger big) {
      return big.longValueExact();
    }
    if (isInteger(value)) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.longValueExact();
    }
    if (value instanceof CharSequence) {
      return Long.valueOf(value.toString().strip());
    }
    throw new IllegalArgumentException();
  }

  private static UUID uuid(Object value) {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    if (value instanceof CharSequence) {
      String digits = value.toString().strip().replace("-", "").replaceAll("^\\{(.*)}$", "$1");
      if (DASHLESS_UUID.matcher(digits).matches()) {
        return new UUID(
            Long.parseUnsignedLong(digits.substring(0, 16), 16),
            Long.parseUnsignedLong(digits.substring(16), 16));
      }
    }
    throw new IllegalArgumentException();
  }

  private static LocalDate date(Object value, ZoneId zone) {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    if (value instanceof YearMonth month) {
      return month.atDay(1);
    }
    if (value instanceof LocalDateTime local) {
      return local.toLocalDate();
    }
    if (value instanceof CharSequence) {
      String text = value.toString().strip();
      return text.length() == "2025-01".length()
          ? YearMonth.parse(text).atDay(1)
          : LocalDate.parse(text);
    }
    return LocalDate.ofInstant(instant(value), zone);
  }

  private static Instant instant(Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof OffsetDateTime at) {
      return at.toInstant();
    }
    if (value instanceof ZonedDateTime at) {
      return at.toInstant();
    }
    if (value instanceof java.sql.Timestamp at) {
      return at.toInstant();
    }
    if (value instanceof java.util.Date at
        && !(value instanceof java.sql.Date || value instanceof java.sql.Time)) {
      return at.toInstant();
    }
    if (value instanceof CharSequence) {
      return OffsetDateTime.parse(value.toString().strip().replace(' ', 'T')).toInstant();
    }
    throw new IllegalArgumentException();
  }
}
