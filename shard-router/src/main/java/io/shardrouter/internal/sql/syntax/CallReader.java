package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Reads calls of functions, with all that may follow an aggregate or a window function. */
final class CallReader {
  private final Cursor cursor;
  private final ExpressionReader expressions;

  CallReader(Cursor cursor, ExpressionReader expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  /** The call of {@code name}, whose parenthesis is next. */
  Expr.Call call(int from, ImmutableList<Name> name) throws UnreadableException {
    cursor.expectSymbol("(");
    ImmutableList<Expr> arguments = ImmutableList.of();
    ImmutableList<Expr.Sort> order = ImmutableList.of();
    boolean distinct = false;
    boolean star = cursor.peek().isOperator("*");
    if (star) {
      cursor.next();
    } else if (!cursor.symbol(")")) {
      distinct = cursor.skipWord("distinct");
      if (!distinct) {
        cursor.skipWord("all");
      }
      arguments = arguments();
      order = orderBy();
    }
    cursor.expectSymbol(")");
    boolean within = cursor.words("within", "group");
    if (within) {
      cursor.next();
      cursor.next();
      cursor.expectSymbol("(");
      order = orderBy();
      cursor.expectSymbol(")");
    }
    Optional<Expr> filter = filter();
    Optional<Expr.Window> over = over();
    Span span = cursor.since(from);
    return new Expr.Call(span, name, arguments, star, distinct, order, within, filter, over);
  }

  private ImmutableList<Expr> arguments() throws UnreadableException {
    ImmutableList.Builder<Expr> arguments = ImmutableList.builder();
    do {
      cursor.skipWord("variadic");
      boolean named =
          cursor.peek().isName()
              && (cursor.peek(1).isOperator("=>") || cursor.peek(1).isSymbol(":="));
      if (named) {
        cursor.next();
        cursor.next();
      }
      arguments.add(expressions.expression());
    } while (cursor.skipSymbol(","));
    return arguments.build();
  }

  private Optional<Expr> filter() throws UnreadableException {
    if (!cursor.word("filter") || !cursor.peek(1).isSymbol("(")) {
      return Optional.empty();
    }
    cursor.next();
    cursor.next();
    cursor.expectWord("where");
    Expr filter = expressions.expression();
    cursor.expectSymbol(")");
    return Optional.of(filter);
  }

  private Optional<Expr.Window> over() throws UnreadableException {
    int from = cursor.at();
    if (!cursor.skipWord("over")) {
      return Optional.empty();
    }
    if (cursor.symbol("(")) {
      return Optional.of(window());
    }
    Optional<Name> base = Optional.of(cursor.columnName());
    return Optional.of(
        new Expr.Window(
            cursor.since(from), base, ImmutableList.of(), ImmutableList.of(), ImmutableList.of()));
  }

  /** {@code (base PARTITION BY … ORDER BY … ROWS …)}. */
  Expr.Window window() throws UnreadableException {
    int from = cursor.at();
    cursor.expectSymbol("(");
    boolean based = cursor.isColumnName() && !cursor.words("partition", "by") && !isFrame();
    Optional<Name> base = based ? Optional.of(cursor.columnName()) : Optional.empty();
    ImmutableList<Expr> partition =
        cursor.skipWords("partition", "by") ? expressions.list() : ImmutableList.of();
    ImmutableList<Expr.Sort> order = orderBy();
    ImmutableList<Expr> offsets = isFrame() ? frame() : ImmutableList.of();
    cursor.expectSymbol(")");
    return new Expr.Window(cursor.since(from), base, partition, order, offsets);
  }

  private boolean isFrame() {
    return cursor.word("rows") || cursor.word("range") || cursor.word("groups");
  }

  private ImmutableList<Expr> frame() throws UnreadableException {
    cursor.next();
    ImmutableList.Builder<Expr> offsets = ImmutableList.builder();
    if (cursor.skipWord("between")) {
      bound(offsets);
      cursor.expectWord("and");
    }
    bound(offsets);
    if (cursor.skipWord("exclude")) {
      if (!cursor.skipWords("current", "row") && !cursor.skipWords("no", "others")) {
        cursor.next();
      }
    }
    return offsets.build();
  }

  private void bound(ImmutableList.Builder<Expr> offsets) throws UnreadableException {
    if (cursor.skipWords("current", "row")) {
      return;
    }
    if (!cursor.skipWord("unbounded")) {
      offsets.add(expressions.restricted());
    }
    if (!cursor.skipWord("preceding")) {
      cursor.expectWord("following");
    }
  }

  /** ORDER BY, if there is one. */
  ImmutableList<Expr.Sort> orderBy() throws UnreadableException {
    ImmutableList.Builder<Expr.Sort> keys = ImmutableList.builder();
    if (cursor.skipWords("order", "by")) {
      do {
        keys.add(sort());
      } while (cursor.skipSymbol(","));
    }
    return keys.build();
  }

  private Expr.Sort sort() throws UnreadableException {
    int from = cursor.at();
    Expr key = expressions.expression();
    Expr.Direction direction = Expr.Direction.ASCENDING;
    if (cursor.skipWord("desc")) {
      direction = Expr.Direction.DESCENDING;
    } else if (cursor.skipWord("using")) {
      direction = Expr.Direction.USING;
      if (!cursor.next().is(Token.Kind.OPERATOR)) {
        throw cursor.unreadable("an operator was expected");
      }
    } else {
      cursor.skipWord("asc");
    }
    Expr.Nulls nulls = Expr.Nulls.DEFAULT;
    if (cursor.skipWords("nulls", "first")) {
      nulls = Expr.Nulls.FIRST;
    } else if (cursor.skipWords("nulls", "last")) {
      nulls = Expr.Nulls.LAST;
    }
    return new Expr.Sort(cursor.since(from), key, direction, nulls);
  }
}
