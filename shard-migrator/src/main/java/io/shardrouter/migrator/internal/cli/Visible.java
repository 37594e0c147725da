package io.shardrouter.migrator.internal.cli;

import org.jspecify.annotations.Nullable;

/** Values in a table for people: one line each, and none can be taken for another. */
final class Visible {
  /** PostgreSQL's own sign in COPY; no value looks so, because their backslashes are doubled. */
  private static final String NULL = "\\N";

  private Visible() {}

  /**
   * {@code value} with line breaks, tabs, controls and backslashes escaped; {@code \N} for null.
   */
  static String of(@Nullable String value) {
    if (value == null) {
      return NULL;
    }
    StringBuilder visible = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> visible.append("\\\\");
        case '\n' -> visible.append("\\n");
        case '\r' -> visible.append("\\r");
        case '\t' -> visible.append("\\t");
        default -> {
          // Escape sequences of a terminal begin with one of these.
          if (Character.isISOControl(c)) {
            visible.append("\\u%04x".formatted((int) c));
          } else {
            visible.append(c);
          }
        }
      }
    }
    return visible.toString();
  }
}
