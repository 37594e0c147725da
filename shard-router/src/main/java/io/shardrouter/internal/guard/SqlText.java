package io.shardrouter.internal.guard;

/** Values and names as they may stand in a statement's text. */
public final class SqlText {
  private SqlText() {}

  /** In double quotes, as an identifier. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** An escape string: read alike whatever {@code standard_conforming_strings} says. */
  public static String literal(String value) {
    return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
