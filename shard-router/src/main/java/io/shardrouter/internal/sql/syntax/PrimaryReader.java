package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Reads what operators stand between: names, constants, parentheses, calls, CASE. */
final class PrimaryReader {
  private final Cursor cursor;
  private final ExpressionReader expressions;
  private final QueryReader queries;
  private final TypeReader types;
  private final CallReader calls;
  private final SyntaxReader syntax;

  PrimaryReader(Cursor cursor, ExpressionReader expressions, QueryReader queries) {
    this.cursor = cursor;
    this.expressions = expressions;
    this.queries = queries;
    this.types = new TypeReader(cursor);
    this.calls = new CallReader(cursor, expressions);
    this.syntax = new SyntaxReader(cursor, expressions, types);
  }

  CallReader calls() {
    return calls;
  }

  /** A primary with its subscripts and casts. */
  Expr primary() throws UnreadableException {
    int from = cursor.at();
    Expr operand = atom(from);
    while (true) {
      if (cursor.skipSymbol("::")) {
        TypeName type = types.type();
        operand = new Expr.Cast(cursor.since(from), operand, type);
      } else if (cursor.symbol("[") && !(operand instanceof Expr.Cast)) {
        operand = subscripted(from, operand);
      } else if (cursor.symbol(".") && !(operand instanceof Expr.Cast)) {
        operand = field(from, operand);
      } else {
        return operand;
      }
    }
  }

  private Expr atom(int from) throws UnreadableException {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case PARAMETER -> {
        cursor.next();
        yield new Expr.Parameter(cursor.since(from), Integer.parseInt(token.value()));
      }
      case STRING -> constant(Expr.Written.STRING);
      case NUMBER -> constant(Expr.Written.NUMBER);
      case BITS -> constant(Expr.Written.BITS);
      case SYMBOL -> parenthesised(from);
      case QUOTED -> named(from);
      case WORD -> word(from, token.value());
      default -> throw cursor.unreadable("an expression was expected");
    };
  }

  private Expr constant(Expr.Written of) {
    int from = cursor.at();
    String value = cursor.next().value();
    return new Expr.Constant(cursor.since(from), of, value);
  }

  private Expr word(int from, String word) throws UnreadableException {
    switch (word) {
      case "true", "false" -> {
        return constant(Expr.Written.BOOLEAN);
      }
      case "null" -> {
        return constant(Expr.Written.NULL);
      }
      case "default" -> {
        return constant(Expr.Written.DEFAULT);
      }
      case "exists" -> {
        if (cursor.peek(1).isSymbol("(")) {
          cursor.next();
          return subQuery(from, Expr.Usage.EXISTS, queryInParentheses());
        }
      }
      case "array" -> {
        return array(from);
      }
      case "row" -> {
        if (cursor.peek(1).isSymbol("(")) {
          cursor.next();
          return row(from);
        }
      }
      default -> {}
    }
    if (Keywords.SESSION_VALUES.contains(word) && !cursor.peek(1).isSymbol(".")) {
      return sessionValue(from);
    }
    Optional<Expr> special = syntax.read(from, word);
    return special.isPresent() ? special.get() : named(from);
  }

  /** {@code current_date}, {@code current_timestamp(3)}; {@code current_schema()} is a call. */
  private Expr sessionValue(int from) throws UnreadableException {
    String word = cursor.next().value();
    if (cursor.skipSymbol("(")) {
      if (cursor.peek().is(Token.Kind.NUMBER)) {
        cursor.next();
      }
      cursor.expectSymbol(")");
    }
    return new Expr.SessionValue(cursor.since(from), word);
  }

  private Expr named(int from) throws UnreadableException {
    if (isTypedConstant()) {
      return typedConstant(from);
    }
    Cursor.Mark mark = cursor.mark();
    boolean function =
        cursor.peek().is(Token.Kind.WORD)
            && Keywords.FUNCTION_NAMES.contains(cursor.peek().value())
            && cursor.peek(1).isSymbol("(");
    ImmutableList<Name> names = function ? ImmutableList.of(cursor.label()) : expectColumn();
    if (cursor.symbol("(")) {
      return calls.call(from, names);
    }
    if (cursor.peek().is(Token.Kind.STRING)) {
      cursor.back(mark);
      return typedConstant(from);
    }
    if (cursor.symbol(".") && cursor.peek(1).isOperator("*")) {
      cursor.next();
      cursor.next();
      return new Expr.Star(cursor.since(from), names);
    }
    return new Expr.Column(cursor.since(from), names);
  }

  /** A dotted name that may end before a star. */
  private ImmutableList<Name> expectColumn() throws UnreadableException {
    ImmutableList.Builder<Name> names = ImmutableList.builder();
    names.add(cursor.columnName());
    while (cursor.symbol(".") && cursor.peek(1).isName()) {
      cursor.next();
      names.add(cursor.label());
    }
    return names.build();
  }

  /** {@code timestamp with time zone '…'}, {@code interval '1' day}, {@code numeric(3) '1'}. */
  private boolean isTypedConstant() {
    Token token = cursor.peek();
    if (!token.is(Token.Kind.WORD) || Keywords.RESERVED.contains(token.value())) {
      return false;
    }
    return switch (token.value()) {
      case "timestamp", "time", "interval", "double", "character", "numeric", "varchar" -> {
        Cursor.Mark mark = cursor.mark();
        boolean typed;
        try {
          types.type();
          typed = cursor.peek().is(Token.Kind.STRING);
        } catch (UnreadableException e) {
          typed = false;
        }
        cursor.back(mark);
        yield typed;
      }
      default -> cursor.peek(1).is(Token.Kind.STRING);
    };
  }

  private Expr typedConstant(int from) throws UnreadableException {
    TypeName type = types.type();
    if (!cursor.peek().is(Token.Kind.STRING)) {
      throw cursor.unreadable("a string was expected");
    }
    Expr value = constant(Expr.Written.STRING);
    if (type.last().equals("interval")) {
      types.intervalFields();
    }
    return new Expr.Cast(cursor.since(from), value, type);
  }

  private Expr parenthesised(int from) throws UnreadableException {
    Optional<Query> query = queryInParentheses();
    if (query.isPresent()) {
      return subQuery(from, Expr.Usage.SCALAR, query);
    }
    if (!cursor.symbol("(")) {
      throw cursor.unreadable("an expression was expected");
    }
    cursor.next();
    ImmutableList<Expr> items = expressions.list();
    cursor.expectSymbol(")");
    return items.size() == 1 ? items.get(0) : new Expr.Row(cursor.since(from), items);
  }

  private Expr row(int from) throws UnreadableException {
    cursor.expectSymbol("(");
    ImmutableList<Expr> items = cursor.symbol(")") ? ImmutableList.of() : expressions.list();
    cursor.expectSymbol(")");
    return new Expr.Row(cursor.since(from), items);
  }

  private Expr array(int from) throws UnreadableException {
    cursor.expectWord("array");
    if (cursor.symbol("(")) {
      return subQuery(from, Expr.Usage.ARRAY, queryInParentheses());
    }
    return brackets(from);
  }

  private Expr brackets(int from) throws UnreadableException {
    cursor.expectSymbol("[");
    ImmutableList.Builder<Expr> items = ImmutableList.builder();
    if (!cursor.symbol("]")) {
      do {
        int inner = cursor.at();
        items.add(cursor.symbol("[") ? brackets(inner) : expressions.expression());
      } while (cursor.skipSymbol(","));
    }
    cursor.expectSymbol("]");
    return new Expr.Syntax(cursor.since(from), "array", items.build());
  }

  private Expr subQuery(int from, Expr.Usage of, Optional<Query> query) throws UnreadableException {
    if (query.isEmpty()) {
      throw cursor.unreadable("a query in parentheses was expected");
    }
    return new Expr.SubQuery(cursor.since(from), of, query.get());
  }

  /** A query in parentheses, if that is what stands here; else nothing is passed by. */
  Optional<Query> queryInParentheses() {
    if (!cursor.symbol("(") || !queries.isNextInParentheses()) {
      return Optional.empty();
    }
    Cursor.Mark mark = cursor.mark();
    try {
      cursor.expectSymbol("(");
      Query query = queries.query();
      cursor.expectSymbol(")");
      return Optional.of(query);
    } catch (UnreadableException e) {
      cursor.back(mark);
      return Optional.empty();
    }
  }

  private Expr subscripted(int from, Expr operand) throws UnreadableException {
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    parts.add(operand);
    cursor.expectSymbol("[");
    while (!cursor.symbol("]")) {
      if (!cursor.skipSymbol(":")) {
        parts.add(expressions.expression());
      }
    }
    cursor.expectSymbol("]");
    return new Expr.Syntax(cursor.since(from), "subscript", parts.build());
  }

  private Expr field(int from, Expr operand) throws UnreadableException {
    cursor.expectSymbol(".");
    if (cursor.peek().isOperator("*")) {
      cursor.next();
      return new Expr.Field(cursor.since(from), operand, "");
    }
    String name = cursor.label().value();
    return new Expr.Field(cursor.since(from), operand, name);
  }
}
