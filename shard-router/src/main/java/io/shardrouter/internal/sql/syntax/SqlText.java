package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * A text and its words. Immutable.
 *
 * @param text as the caller wrote it
 * @param tokens the last one is the end
 */
public record SqlText(String text, ImmutableList<Token> tokens) {

  /**
   * Splits {@code text} into words. Its question marks are proven to be those that the driver takes
   * for parameters.
   */
  public static SqlText of(String text) throws UnreadableException {
    SqlText split = new SqlText(text, Lexer.split(text));
    split.checkParameters();
    return split;
  }

  /** The statement that the text is, with at most a semicolon behind it. */
  public Statement statement() throws UnreadableException {
    Cursor cursor = new Cursor(tokens);
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
    return text.substring(tokens.get(span.from()).start(), tokens.get(span.to() - 1).end());
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

  /** All tokens but the end. */
  public Span all() {
    return new Span(0, tokens.size() - 1);
  }

  private void checkParameters() throws UnreadableException {
    StringBuilder mine = new StringBuilder();
    StringBuilder drivers = new StringBuilder();
    int after = 0;
    for (Token token : tokens) {
      if (token.is(Token.Kind.PARAMETER) || token.is(Token.Kind.OPERATOR)) {
        mine.append(text, after, token.start());
        mine.append(token.is(Token.Kind.PARAMETER) ? "$" : "").append(token.value());
        after = token.end();
      }
    }
    mine.append(text, after, text.length());
    try {
      List<NativeQuery> queries = Parser.parseJdbcSql(text, true, true, false, false, false);
      queries.forEach(query -> drivers.append(query.nativeSql));
    } catch (SQLException e) {
      throw new UnreadableException(0, "the driver cannot split it");
    }
    if (!mine.toString().contentEquals(drivers)) {
      throw new UnreadableException(0, "the driver sees its parameters elsewhere");
    }
  }
}
