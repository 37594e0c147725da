package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what has a syntax of its own: CASE, CAST, EXTRACT and the like. */
final class SyntaxReader {
  private static final Set<String> SEPARATORS = Set.of("from", "for", "placing", "similar");
  private static final Map<String, String> SIDES =
      Map.of("leading", "ltrim", "trailing", "rtrim", "both", "btrim");

  private final Cursor cursor;
  private final ExpressionReader expressions;
  private final TypeReader types;

  SyntaxReader(Cursor cursor, ExpressionReader expressions, TypeReader types) {
    this.cursor = cursor;
    this.expressions = expressions;
    this.types = types;
  }

  /** What begins with {@code word}; empty if it is a name. */
  Optional<Expr> read(int from, String word) throws UnreadableException {
    if (word.equals("case")) {
      return Optional.of(caseOf(from));
    }
    if (!cursor.peek(1).isSymbol("(")) {
      return Optional.empty();
    }
    if (Keywords.UNREAD_SYNTAX.contains(word)) {
      throw cursor.unreadable("its syntax is not read");
    }
    if (Keywords.PLAIN_SYNTAX.contains(word)) {
      cursor.next();
      cursor.next();
      ImmutableList<Expr> arguments = expressions.list();
      return Optional.of(ended(from, word, arguments));
    }
    return switch (word) {
      case "cast" -> Optional.of(cast(from));
      case "extract" -> Optional.of(extract(from));
      case "position" -> Optional.of(position(from));
      case "substring", "overlay" -> Optional.of(separated(from, word));
      case "trim" -> Optional.of(trim(from));
      case "collation" -> throw cursor.unreadable("its syntax is not read");
      default -> Optional.empty();
    };
  }

  private Expr ended(int from, String word, ImmutableList<Expr> parts) throws UnreadableException {
    cursor.expectSymbol(")");
    return new Expr.Syntax(cursor.since(from), word, parts);
  }

  private Expr caseOf(int from) throws UnreadableException {
    cursor.expectWord("case");
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    String word = "case";
    if (!cursor.word("when")) {
      parts.add(expressions.expression());
      word += " of";
    }
    while (cursor.skipWord("when")) {
      parts.add(expressions.expression());
      cursor.expectWord("then");
      parts.add(expressions.expression());
    }
    if (cursor.skipWord("else")) {
      parts.add(expressions.expression());
      word += " else";
    }
    cursor.expectWord("end");
    return new Expr.Syntax(cursor.since(from), word, parts.build());
  }

  private Expr cast(int from) throws UnreadableException {
    cursor.next();
    cursor.expectSymbol("(");
    Expr operand = expressions.expression();
    cursor.expectWord("as");
    TypeName type = types.type();
    cursor.expectSymbol(")");
    return new Expr.Cast(cursor.since(from), operand, type);
  }

  private Expr extract(int from) throws UnreadableException {
    cursor.next();
    cursor.expectSymbol("(");
    if (!cursor.peek().isName() && !cursor.peek().is(Token.Kind.STRING)) {
      throw cursor.unreadable("a field was expected");
    }
    cursor.next();
    cursor.expectWord("from");
    ImmutableList<Expr> operand = ImmutableList.of(expressions.expression());
    return ended(from, "extract", operand);
  }

  private Expr position(int from) throws UnreadableException {
    cursor.next();
    cursor.expectSymbol("(");
    Expr part = expressions.restricted();
    cursor.expectWord("in");
    Expr whole = expressions.restricted();
    return ended(from, "position", ImmutableList.of(part, whole));
  }

  /** {@code substring(a from 1 for 2)}, {@code overlay(a placing b from 1)}, or with commas. */
  private Expr separated(int from, String word) throws UnreadableException {
    cursor.next();
    cursor.expectSymbol("(");
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    parts.add(expressions.restricted());
    while (!cursor.symbol(")")) {
      if (!cursor.skipSymbol(",")) {
        separator();
      }
      parts.add(expressions.restricted());
    }
    return ended(from, word, parts.build());
  }

  private void separator() throws UnreadableException {
    Token token = cursor.next();
    if (!token.is(Token.Kind.WORD) || !SEPARATORS.contains(token.value())) {
      throw cursor.unreadable("its syntax is not read");
    }
  }

  private Expr trim(int from) throws UnreadableException {
    cursor.next();
    cursor.expectSymbol("(");
    String word = "btrim";
    if (cursor.peek().is(Token.Kind.WORD) && SIDES.containsKey(cursor.peek().value())) {
      word = SIDES.get(cursor.next().value());
    }
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    cursor.skipWord("from");
    parts.add(expressions.expression());
    while (!cursor.symbol(")")) {
      if (!cursor.skipSymbol(",")) {
        cursor.expectWord("from");
      }
      parts.add(expressions.expression());
    }
    return ended(from, word, parts.build());
  }
}
