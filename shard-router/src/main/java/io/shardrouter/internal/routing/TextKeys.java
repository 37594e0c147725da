package io.shardrouter.internal.routing;

import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of type text: taken as they are, blanks and case included. */
final class TextKeys {
  private TextKeys() {}

  static @Nullable String convert(Object value) {
    if (value instanceof CharSequence text) {
      return storable(text.toString());
    }
    if (value instanceof Character character) {
      return storable(character.toString());
    }
    // Only classes with one decimal form: a double is written differently by Java and PostgreSQL.
    boolean oneForm =
        value instanceof UUID
            || value instanceof Integer
            || value instanceof Long
            || value instanceof Short
            || value instanceof Byte
            || value instanceof BigInteger;
    return oneForm ? value.toString() : null;
  }

  /** Null for text that a PostgreSQL in UTF-8 could not store. */
  private static @Nullable String storable(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        return null;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return null;
        }
        i++;
      }
    }
    return text;
  }
}
