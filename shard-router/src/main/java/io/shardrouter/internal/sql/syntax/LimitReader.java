package io.shardrouter.internal.sql.syntax;

import java.util.Optional;

/** Reads LIMIT, OFFSET and FETCH, in either order. */
final class LimitReader {
  private final Cursor cursor;
  private final ExpressionReader expressions;
  private Optional<Expr> count = Optional.empty();
  private Optional<Expr> offset = Optional.empty();
  private boolean ties;

  LimitReader(Cursor cursor, ExpressionReader expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  Optional<Query.Limit> limit() throws UnreadableException {
    int start = cursor.at();
    boolean counted = false;
    boolean passed = false;
    while (true) {
      if (!counted && cursor.skipWord("limit")) {
        counted = true;
        if (!cursor.skipWord("all")) {
          count = Optional.of(expressions.expression());
        }
      } else if (!counted && cursor.skipWord("fetch")) {
        counted = true;
        fetch();
      } else if (!passed && cursor.skipWord("offset")) {
        passed = true;
        offset();
      } else {
        break;
      }
    }
    return counted || passed
        ? Optional.of(new Query.Limit(cursor.since(start), count, offset, ties))
        : Optional.empty();
  }

  private void offset() throws UnreadableException {
    offset = Optional.of(expressions.expression());
    rows();
  }

  private boolean rows() {
    return cursor.skipWord("row") || cursor.skipWord("rows");
  }

  private void fetch() throws UnreadableException {
    if (!cursor.skipWord("first")) {
      cursor.expectWord("next");
    }
    int from = cursor.at();
    if (rows()) {
      Span none = cursor.since(from);
      count = Optional.of(new Expr.Constant(none, Expr.Written.NUMBER, "1"));
    } else {
      count = Optional.of(expressions.primary().primary());
      if (!rows()) {
        throw cursor.unreadable("ROWS was expected");
      }
    }
    ties = cursor.skipWords("with", "ties");
    if (!ties) {
      cursor.expectWord("only");
    }
  }
}
