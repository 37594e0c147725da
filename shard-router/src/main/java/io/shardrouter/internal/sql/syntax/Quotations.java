package io.shardrouter.internal.sql.syntax;

/** Reads what stands in quotes. */
final class Quotations {
  private Quotations() {}

  /**
   * Reads to the end of a quotation.
   *
   * @param at its first quote
   * @param escapes whether backslashes escape
   * @param value gets what it means
   * @return behind its last quote
   */
  static int read(String text, int at, boolean escapes, StringBuilder value)
      throws UnreadableException {
    char quote = text.charAt(at);
    int i = at + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
        value.append(quote);
        i += 2;
      } else if (c == quote) {
        return i + 1;
      } else if (c == '\\' && escapes) {
        i = escape(text, i, value);
      } else {
        value.append(c);
        i++;
      }
    }
    throw new UnreadableException(at, "a quotation is not ended");
  }

  private static int escape(String text, int backslash, StringBuilder value)
      throws UnreadableException {
    char c = backslash + 1 < text.length() ? text.charAt(backslash + 1) : '0';
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case '\\', '\'', '"', '/' -> value.append(c);
      default -> throw new UnreadableException(backslash, "this escape in a string is not read");
    }
    return backslash + 2;
  }

  /**
   * Where a string goes on behind white space with a line break; {@code end} if it does not.
   *
   * @param end behind its last quote
   */
  static int continuation(String text, int end) {
    int quote = end;
    boolean newLine = false;
    while (quote < text.length() && isSpace(text.charAt(quote))) {
      newLine |= text.charAt(quote) == '\n' || text.charAt(quote) == '\r';
      quote++;
    }
    return newLine && quote < text.length() && text.charAt(quote) == '\'' ? quote : end;
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
