package io.shardrouter.internal.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.postgresql.core.Parser;

/** The bare words of a statement in upper case, without what is quoted or commented out. */
final class Words {
  private final List<String> words;
  private final boolean symbols;

  private Words(List<String> words, boolean symbols) {
    this.words = words;
    this.symbols = symbols;
  }

  static Words of(String sql, boolean standardStrings) {
    char[] text = sql.toCharArray();
    List<String> words = new ArrayList<>();
    boolean symbols = false;
    int i = 0;
    while (i < text.length) {
      int end = endOfQuote(text, i, standardStrings);
      if (end > i) {
        i = end + 1;
      } else if (Character.isJavaIdentifierStart(text[i])) {
        int start = i;
        while (i < text.length && Character.isJavaIdentifierPart(text[i])) {
          i++;
        }
        words.add(new String(text, start, i - start).toUpperCase(Locale.ROOT));
      } else {
        symbols |= !Character.isWhitespace(text[i]);
        i++;
      }
    }
    return new Words(words, symbols);
  }

  /** The last character of the quoted or commented stretch that begins at {@code i}, else i. */
  private static int endOfQuote(char[] text, int i, boolean standardStrings) {
    return switch (text[i]) {
      case '\'' -> Parser.parseSingleQuotes(text, i, standardStrings);
      case '"' -> Parser.parseDoubleQuotes(text, i);
      case '-' -> Parser.parseLineComment(text, i);
      case '/' -> Parser.parseBlockComment(text, i);
      case '$' -> Parser.parseDollarQuotes(text, i);
      default -> i;
    };
  }

  /** The word at {@code index}, or the empty string beyond the last. */
  String at(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** Whether there is anything beside words, quotes, comments and white space. */
  boolean hasSymbols() {
    return symbols;
  }

  int count() {
    return words.size();
  }

  boolean contains(String word) {
    return words.contains(word);
  }

  /** Whether {@code word} is there with {@code next} right behind it. */
  boolean contains(String word, String next) {
    return Collections.indexOfSubList(words, List.of(word, next)) >= 0;
  }
}
