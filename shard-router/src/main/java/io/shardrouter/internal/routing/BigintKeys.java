package io.shardrouter.internal.routing;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Keys of the integer types. */
final class BigintKeys {
  /** A double below this is equal to one whole number alone; itself it is to two. */
  private static final double END_OF_EXACT = 1L << 53;

  private BigintKeys() {}

  static @Nullable Long convert(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger number) {
      return number.bitLength() < Long.SIZE ? (Long) number.longValue() : null;
    }
    if (value instanceof BigDecimal number) {
      return exact(number);
    }
    if (value instanceof Double || value instanceof Float) {
      return exact(((Number) value).doubleValue());
    }
    return value instanceof CharSequence text ? parse(text) : null;
  }

  private static @Nullable Long exact(BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Long exact(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < END_OF_EXACT;
    return whole ? (Long) (long) number : null;
  }

  /** As PostgreSQL reads decimal text: blanks around it, a sign, leading zeros. */
  private static @Nullable Long parse(CharSequence text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    boolean signed = start < end && (text.charAt(start) == '-' || text.charAt(start) == '+');
    int firstDigit = signed ? start + 1 : start;
    for (int i = firstDigit; i < end; i++) {
      // Long.parseLong takes the digits of every script; PostgreSQL takes these.
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.parseLong(text, start, end, 10);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** C's {@code isspace}. */
  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
