package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;

/** Reads GROUP BY. */
final class GroupingReader {
  private final Cursor cursor;
  private final ExpressionReader expressions;
  private final ImmutableList.Builder<Expr> keys = ImmutableList.builder();
  private boolean sets;

  GroupingReader(Cursor cursor, ExpressionReader expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  Query.Grouping grouping() throws UnreadableException {
    boolean present = cursor.skipWords("group", "by");
    if (present) {
      if (cursor.skipWord("distinct")) {
        sets = true;
      } else {
        cursor.skipWord("all");
      }
      items();
    }
    return new Query.Grouping(present, sets, keys.build());
  }

  private void items() throws UnreadableException {
    do {
      item();
    } while (cursor.skipSymbol(","));
  }

  private void item() throws UnreadableException {
    boolean combined = cursor.word("rollup") || cursor.word("cube");
    if (cursor.words("grouping", "sets")) {
      cursor.next();
      cursor.next();
      nested();
    } else if (combined && cursor.peek(1).isSymbol("(")) {
      cursor.next();
      nested();
    } else if (cursor.symbol("(") && cursor.peek(1).isSymbol(")")) {
      cursor.next();
      cursor.next();
      sets = true;
    } else {
      key(expressions.expression());
    }
  }

  private void nested() throws UnreadableException {
    sets = true;
    cursor.expectSymbol("(");
    items();
    cursor.expectSymbol(")");
  }

  /** {@code (a, b)} groups by both. */
  private void key(Expr key) {
    if (key instanceof Expr.Row row) {
      keys.addAll(row.items());
    } else {
      keys.add(key);
    }
  }
}
