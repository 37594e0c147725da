package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text as PostgreSQL's scanner does ("Lexical Structure" of its manual), with the driver's
 * question marks. What would be read differently under other settings is not read.
 */
final class Lexer {
  private static final int LONGEST_NAME = 63;
  private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`";
  private static final String SYMBOLS = "()[],;.:";
  private static final String TWO_CHARACTER_SYMBOLS = ":: := ..";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int parameters;

  private Lexer(String text) {
    this.text = text;
  }

  /** The words of {@code text}, the last one of them {@link Token.Kind#END}. */
  static ImmutableList<Token> split(String text) throws UnreadableException {
    Lexer lexer = new Lexer(text);
    while (lexer.skipBlank()) {
      lexer.next();
    }
    lexer.tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
    return ImmutableList.copyOf(lexer.tokens);
  }

  private void next() throws UnreadableException {
    char c = text.charAt(at);
    if (isNameStart(c)) {
      wordOrPrefixedString();
    } else if (c == '"') {
      quotedName();
    } else if (c == '\'') {
      string(false);
    } else if (c == '$') {
      dollarString();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (c == '?' && peek(1) != '?') {
      parameters++;
      add(Token.Kind.PARAMETER, Integer.toString(parameters), at + 1);
    } else if (c == '?' || OPERATOR_CHARACTERS.indexOf(c) >= 0) {
      operator();
    } else if (SYMBOLS.indexOf(c) >= 0) {
      symbol();
    } else {
      throw new UnreadableException(at, "the character \"" + c + "\" is not known");
    }
  }

  /** Passes white space and comments by; whether something follows. */
  private boolean skipBlank() throws UnreadableException {
    while (at < text.length()) {
      if (Quotations.isSpace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("--", at)) {
        skipLine();
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
  }

  private void skipComment() throws UnreadableException {
    int start = at;
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at >= text.length()) {
        throw new UnreadableException(start, "a comment is not ended");
      } else {
        at++;
      }
    } while (depth > 0);
  }

  private void wordOrPrefixedString() throws UnreadableException {
    char quote = peek(1);
    char first = Character.toLowerCase(text.charAt(at));
    if (quote == '\'' && "ebxn".indexOf(first) >= 0) {
      at++;
      switch (first) {
        case 'e' -> string(true);
        case 'n' -> string(false);
        default -> bits();
      }
      return;
    }
    if (first == 'u' && quote == '&' && (peek(2) == '\'' || peek(2) == '"')) {
      unicode();
      return;
    }
    int end = at;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    addName(Token.Kind.WORD, foldAscii(text.substring(at, end)), end);
  }

  /** {@code U&'…'} or {@code U&"…"}; with UESCAPE behind it, it is not read further on. */
  private void unicode() throws UnreadableException {
    int start = at;
    at += 2;
    boolean name = text.charAt(at) == '"';
    StringBuilder written = new StringBuilder();
    int end = Quotations.read(text, at, false, written);
    at = start;
    String value = UnicodeEscapes.decode(written.toString(), start);
    if (name) {
      addName(Token.Kind.QUOTED, value, end);
    } else {
      add(Token.Kind.STRING, value, end);
    }
  }

  private void quotedName() throws UnreadableException {
    StringBuilder name = new StringBuilder();
    int end = Quotations.read(text, at, false, name);
    if (name.length() == 0) {
      throw new UnreadableException(at, "a name is empty");
    }
    addName(Token.Kind.QUOTED, name.toString(), end);
  }

  private void addName(Token.Kind kind, String name, int end) throws UnreadableException {
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new UnreadableException(at, "a name is longer than " + LONGEST_NAME + " bytes");
    }
    add(kind, name, end);
  }

  private void bits() throws UnreadableException {
    StringBuilder digits = new StringBuilder();
    add(Token.Kind.BITS, digits.toString(), Quotations.read(text, at, false, digits));
  }

  /** A string, with what continues it: white space with a line break, then another quote. */
  private void string(boolean escapes) throws UnreadableException {
    StringBuilder value = new StringBuilder();
    int end = Quotations.read(text, at, escapes, value);
    int next = Quotations.continuation(text, end);
    while (next > end) {
      end = Quotations.read(text, next, escapes, value);
      next = Quotations.continuation(text, end);
    }
    add(Token.Kind.STRING, value.toString(), end);
  }

  private void dollarString() throws UnreadableException {
    int tagEnd = at + 1;
    while (tagEnd < text.length() && isNamePart(text.charAt(tagEnd)) && peekAt(tagEnd) != '$') {
      tagEnd++;
    }
    if (peekAt(tagEnd) != '$' || isDigit(peek(1))) {
      throw new UnreadableException(at, "numbered parameters are not read; write question marks");
    }
    String tag = text.substring(at, tagEnd + 1);
    int close = text.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw new UnreadableException(at, "a quotation is not ended");
    }
    add(Token.Kind.STRING, text.substring(tagEnd + 1, close), close + tag.length());
  }

  private void number() throws UnreadableException {
    int end = digits(at);
    if (peekAt(end) == '.' && peekAt(end + 1) != '.') {
      end = digits(end + 1);
    }
    if (peekAt(end) == 'e' || peekAt(end) == 'E') {
      int sign = peekAt(end + 1) == '+' || peekAt(end + 1) == '-' ? 1 : 0;
      if (isDigit(peekAt(end + 1 + sign))) {
        end = digits(end + 1 + sign);
      }
    }
    if (isNameStart(peekAt(end))) {
      throw new UnreadableException(at, "a number runs into a name");
    }
    add(Token.Kind.NUMBER, text.substring(at, end), end);
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(peekAt(end))) {
      end++;
    }
    return end;
  }

  private void symbol() {
    if (at + 1 < text.length()
        && TWO_CHARACTER_SYMBOLS.contains(text.substring(at, at + 2))
        && text.charAt(at + 1) != ' ') {
      add(Token.Kind.SYMBOL, text.substring(at, at + 2), at + 2);
    } else {
      add(Token.Kind.SYMBOL, text.substring(at, at + 1), at + 1);
    }
  }

  private void operator() {
    StringBuilder operator = new StringBuilder();
    List<Integer> ends = new ArrayList<>();
    int end = at;
    while (end < text.length() && !text.startsWith("--", end) && !text.startsWith("/*", end)) {
      char c = text.charAt(end);
      boolean question = c == '?' && peekAt(end + 1) == '?';
      if (!question && OPERATOR_CHARACTERS.indexOf(c) < 0) {
        break;
      }
      operator.append(c);
      end += question ? 2 : 1;
      ends.add(end);
    }
    int length = operator.length();
    while (length > 1 && endsInSign(operator, length) && !isUnusual(operator, length)) {
      length--;
    }
    add(Token.Kind.OPERATOR, operator.substring(0, length), ends.get(length - 1));
  }

  private static boolean endsInSign(CharSequence operator, int length) {
    char last = operator.charAt(length - 1);
    return last == '+' || last == '-';
  }

  private static boolean isUnusual(CharSequence operator, int length) {
    return operator.subSequence(0, length).chars().anyMatch(c -> "~!@#^&|`?%".indexOf(c) >= 0);
  }

  private void add(Token.Kind kind, String value, int end) {
    int start = at;
    // The prefix of a string belongs to it.
    if ((kind == Token.Kind.STRING || kind == Token.Kind.BITS) && text.charAt(at) == '\'') {
      start = at > 0 && isPrefix(at - 1) ? at - 1 : at;
    }
    tokens.add(new Token(kind, value, start, end));
    at = end;
  }

  private boolean isPrefix(int i) {
    boolean alone = i == 0 || !isNamePart(text.charAt(i - 1));
    return alone && "ebxnEBXN".indexOf(text.charAt(i)) >= 0;
  }

  private char peek(int ahead) {
    return peekAt(at + ahead);
  }

  private char peekAt(int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }

  /** Only these are folded alike under every encoding. */
  private static String foldAscii(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return folded.toString();
  }
}
