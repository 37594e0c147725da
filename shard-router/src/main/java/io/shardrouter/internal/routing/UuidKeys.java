package io.shardrouter.internal.routing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of type uuid. */
final class UuidKeys {
  private static final int BYTES = 16;

  private UuidKeys() {}

  static @Nullable UUID convert(Object value) {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    return value instanceof CharSequence text ? parse(text) : null;
  }

  /**
   * As PostgreSQL reads it (manual, section 8.12): any case, braces or not, a dash or none after
   * each group of four digits.
   */
  private static @Nullable UUID parse(CharSequence text) {
    int at = 0;
    int end = text.length();
    if (end > 1 && text.charAt(0) == '{' && text.charAt(end - 1) == '}') {
      at++;
      end--;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < BYTES; i++) {
      if (at + 2 > end) {
        return null;
      }
      int first = hex(text.charAt(at++));
      int second = hex(text.charAt(at++));
      if (first < 0 || second < 0) {
        return null;
      }
      high = high << 8 | low >>> 56;
      low = low << 8 | (first << 4 | second);
      boolean afterFourDigits = i % 2 == 1 && i < BYTES - 1;
      if (afterFourDigits && at < end && text.charAt(at) == '-') {
        at++;
      }
    }
    return at == end ? new UUID(high, low) : null;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
