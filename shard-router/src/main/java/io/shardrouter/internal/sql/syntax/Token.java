package io.shardrouter.internal.sql.syntax;

/**
 * A word of the text.
 *
 * @param value what it means: a folded or unquoted name, the characters of a string, a parameter's
 *     number, or the text itself
 * @param start of its first character in the text
 * @param end behind its last one
 */
public record Token(Kind kind, String value, int start, int end) {
  /** What a token is. */
  public enum Kind {
    /** A keyword or an unquoted name, in lower case. */
    WORD,
    /** A name in double quotes. */
    QUOTED,
    /** A string constant. */
    STRING,
    /** A constant of bits. */
    BITS,
    /** A number without a sign. */
    NUMBER,
    /** A question mark that stands for a parameter; its number from 1. */
    PARAMETER,
    /** An operator, as the server sees it. */
    OPERATOR,
    /** Brackets, commas, dots, colons, semicolons. */
    SYMBOL,
    /** The end of the text. */
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && value.equals(word);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && value.equals(symbol);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && value.equals(operator);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }
}
