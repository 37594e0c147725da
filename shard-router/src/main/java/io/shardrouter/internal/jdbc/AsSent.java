package io.shardrouter.internal.jdbc;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the driver makes of a value that is set together with a type of {@link Types}: that is what
 * PostgreSQL stores and compares, and so the key. {@code setObject(1, "007", INTEGER)} is 7.
 */
final class AsSent {
  /** A value of no class that a key can have, for one that is not known beforehand. */
  private static final Object UNKNOWN = new Object();

  private AsSent() {}

  /**
   * The value to find a key in; one that is no key where it is not known.
   *
   * @param scale of a decimal number; negative: its own
   */
  static @Nullable Object of(@Nullable Object value, int type, int scale) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case Types.BIGINT -> number(value, Long::valueOf, Number::longValue);
      case Types.INTEGER -> number(value, Integer::valueOf, Number::intValue);
      case Types.SMALLINT, Types.TINYINT -> number(value, Short::valueOf, Number::shortValue);
      case Types.REAL -> number(value, Float::valueOf, Number::floatValue);
      case Types.DOUBLE, Types.FLOAT -> number(value, Double::valueOf, Number::doubleValue);
      case Types.NUMERIC, Types.DECIMAL -> decimal(value, scale);
      case Types.CHAR -> value.toString().endsWith(" ") ? UNKNOWN : text(value);
      case Types.VARCHAR, Types.LONGVARCHAR, Types.OTHER, Types.DISTINCT -> text(value);
      case Types.DATE -> isInstant(value) ? UNKNOWN : date(value);
      case Types.TIMESTAMP -> date(value);
      case Types.TIMESTAMP_WITH_TIMEZONE, Types.ARRAY -> value;
      default -> UNKNOWN;
    };
  }

  private static Object number(
      Object value, Function<String, Object> parsed, Function<Number, Object> narrowed) {
    try {
      if (value instanceof String text) {
        return parsed.apply(text);
      }
      return value instanceof Number number ? narrowed.apply(number) : UNKNOWN;
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static Object decimal(Object value, int scale) {
    boolean whole =
        value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte;
    if (whole && scale <= 0) {
      return value;
    }
    try {
      BigDecimal number = new BigDecimal(value.toString());
      boolean rounded = scale >= 0 && number.stripTrailingZeros().scale() > scale;
      return rounded ? UNKNOWN : number;
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /** Without a zone its text is read by the session's. */
  private static Object text(Object value) {
    return isInstant(value) ? UNKNOWN : value;
  }

  private static boolean isInstant(Object value) {
    return value instanceof java.util.Date && !(value instanceof java.sql.Date);
  }

  /** The driver parses what is text. */
  private static Object date(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return UNKNOWN;
    }
  }
}
