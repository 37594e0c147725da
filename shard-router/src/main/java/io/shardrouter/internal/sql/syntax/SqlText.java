package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * A text and its words. Immutable.
 *
 * @param text as the caller wrote it
 * @param tokens the last one is the end
 */
public record SqlText(String text, ImmutableList<Token> tokens) {

  /** Splits {@code text} into words. */
  public static SqlText of(String text) throws UnreadableException {
    return new SqlText(text, Lexer.split(text));
  }

  /** The statement that the text is, with at most a semicolon behind it. */
  public Statement statement() throws UnreadableException {
    return statement(new Cursor(tokens));
  }

  /** The statement behind EXPLAIN and its options. */
  public Statement explained() throws UnreadableException {
    Cursor cursor = new Cursor(tokens);
    cursor.expectWord("explain");
    if (cursor.symbol("(") && !cursor.peek(1).isWord("select")) {
      while (!cursor.skipSymbol(")")) {
        if (cursor.next().is(Token.Kind.END)) {
          throw cursor.unreadable("\")\" was expected");
        }
      }
    } else {
      cursor.skipWord("analyze");
      cursor.skipWord("verbose");
    }
    return statement(cursor);
  }

  private static Statement statement(Cursor cursor) throws UnreadableException {
    Statement statement = new QueryReader(cursor).statement();
    cursor.skipSymbol(";");
    if (!cursor.peek().is(Token.Kind.END)) {
      throw cursor.unreadable("it goes on");
    }
    return statement;
  }

  /** How many statements there are, none of them empty. */
  public int statements() {
    int statements = 0;
    boolean empty = true;
    for (Token token : tokens) {
      if (token.isSymbol(";") || token.is(Token.Kind.END)) {
        statements += empty ? 0 : 1;
        empty = true;
      } else {
        empty = false;
      }
    }
    return statements;
  }

  /** The text of some tokens, verbatim. */
  public String slice(Span span) {
    if (span.from() >= span.to()) {
      return "";
    }
    return text.substring(start(span), end(span));
  }

  /** What some tokens say, whatever their case and the white space between them. */
  public ImmutableList<String> means(Span span) {
    return tokens.subList(span.from(), span.to()).stream()
        .map(token -> token.kind() + " " + token.value())
        .collect(ImmutableList.toImmutableList());
  }

  /** Of its first character in the text. */
  public int start(Span span) {
    return tokens.get(span.from()).start();
  }

  /** Behind its last character in the text. */
  public int end(Span span) {
    return tokens.get(span.to() - 1).end();
  }

  /** The parameters among some tokens, in their order. */
  public ImmutableIntArray parameters(Span span) {
    ImmutableIntArray.Builder parameters = ImmutableIntArray.builder();
    for (Token token : tokens.subList(span.from(), span.to())) {
      if (token.is(Token.Kind.PARAMETER)) {
        parameters.add(Integer.parseInt(token.value()));
      }
    }
    return parameters.build();
  }

  /** The statement without a semicolon behind it. */
  public Span all() {
    int end = tokens.size() - 1;
    while (end > 0 && tokens.get(end - 1).isSymbol(";")) {
      end--;
    }
    return new Span(0, end);
  }

  /**
   * The text up to the end of the statement, with its parameters numbered as the server gets it.
   */
  public String numbered() {
    StringBuilder numbered = new StringBuilder();
    int after = 0;
    for (Token token : tokens) {
      if (token.is(Token.Kind.PARAMETER) || token.is(Token.Kind.OPERATOR)) {
        numbered.append(text, after, token.start());
        numbered.append(token.is(Token.Kind.PARAMETER) ? "$" : "").append(token.value());
        after = token.end();
      }
    }
    int end = Math.max(after, all().to() == 0 ? 0 : end(all()));
    return numbered.append(text, after, end).toString();
  }
}
