package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;

/** A place in a text that moves forward, and sometimes back. */
final class Cursor {
  /** Deeper texts are not read, so that no stack overflows. */
  private static final int DEEPEST = 200;

  private final ImmutableList<Token> tokens;
  private int at;
  private int depth;

  Cursor(ImmutableList<Token> tokens) {
    this.tokens = tokens;
  }

  int at() {
    return at;
  }

  /** Where to go back to. */
  record Mark(int at, int depth) {}

  Mark mark() {
    return new Mark(at, depth);
  }

  void back(Mark mark) {
    at = mark.at();
    depth = mark.depth();
  }

  void deeper() throws UnreadableException {
    depth++;
    if (depth > DEEPEST) {
      throw unreadable("it is nested too deeply");
    }
  }

  void higher() {
    depth--;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  Span since(int from) {
    return new Span(from, at);
  }

  boolean word(String word) {
    return peek().isWord(word);
  }

  boolean words(String first, String second) {
    return word(first) && peek(1).isWord(second);
  }

  boolean symbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  boolean skipWord(String word) {
    boolean there = word(word);
    if (there) {
      next();
    }
    return there;
  }

  boolean skipWords(String first, String second) {
    boolean there = words(first, second);
    if (there) {
      next();
      next();
    }
    return there;
  }

  boolean skipSymbol(String symbol) {
    boolean there = symbol(symbol);
    if (there) {
      next();
    }
    return there;
  }

  void expectWord(String word) throws UnreadableException {
    if (!skipWord(word)) {
      throw unreadable(word.toUpperCase(java.util.Locale.ROOT) + " was expected");
    }
  }

  void expectSymbol(String symbol) throws UnreadableException {
    if (!skipSymbol(symbol)) {
      throw unreadable("\"" + symbol + "\" was expected");
    }
  }

  /** The name of a column, table or alias. */
  boolean isColumnName() {
    Token token = peek();
    return token.is(Token.Kind.QUOTED)
        || (token.is(Token.Kind.WORD)
            && !Keywords.RESERVED.contains(token.value())
            && !Keywords.FUNCTION_NAMES.contains(token.value()));
  }

  Name columnName() throws UnreadableException {
    if (!isColumnName()) {
      throw unreadable("a name was expected");
    }
    return label();
  }

  /** Any name behind a dot or AS, even a keyword. */
  Name label() throws UnreadableException {
    if (!peek().isName()) {
      throw unreadable("a name was expected");
    }
    int token = at;
    return new Name(next().value(), token);
  }

  /** {@code a}, {@code s.a} and so on. */
  ImmutableList<Name> dottedName() throws UnreadableException {
    ImmutableList.Builder<Name> names = ImmutableList.builder();
    names.add(columnName());
    while (skipSymbol(".")) {
      names.add(label());
    }
    return names.build();
  }

  /** Names in parentheses. */
  ImmutableList<Name> nameList() throws UnreadableException {
    ImmutableList.Builder<Name> names = ImmutableList.builder();
    expectSymbol("(");
    do {
      names.add(columnName());
    } while (skipSymbol(","));
    expectSymbol(")");
    return names.build();
  }

  UnreadableException unreadable(String why) {
    Token token = peek();
    String near = token.is(Token.Kind.END) ? "at its end" : "at \"" + token.value() + "\"";
    return new UnreadableException(token.start(), why + " " + near);
  }
}
