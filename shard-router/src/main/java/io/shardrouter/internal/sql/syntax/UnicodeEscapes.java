package io.shardrouter.internal.sql.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes in strings and names that begin with {@code U&}. */
final class UnicodeEscapes {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:(\\\\)|([0-9A-Fa-f]{4})|\\+([0-9A-Fa-f]{6})|(.|$))");

  private UnicodeEscapes() {}

  /**
   * What {@code written} means.
   *
   * @param position of it in the text
   */
  static String decode(String written, int position) throws UnreadableException {
    Matcher escapes = ESCAPE.matcher(written);
    StringBuilder decoded = new StringBuilder();
    while (escapes.find()) {
      if (escapes.group(4) != null) {
        throw new UnreadableException(position, "this escape in a string is not read");
      }
      String digits = escapes.group(2) == null ? escapes.group(3) : escapes.group(2);
      String meant = "\\";
      if (digits != null) {
        int character = Integer.parseInt(digits, 16);
        if (character == 0 || character > Character.MAX_CODE_POINT) {
          throw new UnreadableException(position, "this escape in a string is no character");
        }
        meant = new String(Character.toChars(character));
      }
      escapes.appendReplacement(decoded, Matcher.quoteReplacement(meant));
    }
    return escapes.appendTail(decoded).toString();
  }
}
