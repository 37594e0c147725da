package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Reads queries: WITH, SELECT, VALUES, TABLE, set operations, ORDER BY, LIMIT, locks. */
final class QueryReader {
  private static final int LONGEST_CHAIN = 200;

  private final Cursor cursor;
  private final ExpressionReader expressions;
  private final FromReader from;
  private final ModificationReader modifications;

  QueryReader(Cursor cursor) {
    this.cursor = cursor;
    this.expressions = new ExpressionReader(cursor, this);
    this.from = new FromReader(cursor, expressions);
    this.modifications = new ModificationReader(cursor, expressions, this, from);
  }

  /** A whole statement. */
  Statement statement() throws UnreadableException {
    Cursor.Mark mark = cursor.mark();
    With with = with();
    if (modifications.isNext()) {
      return modifications.modification(mark.at(), with);
    }
    cursor.back(mark);
    return query();
  }

  /** Whether a query begins behind the parenthesis that is next. */
  boolean isNextInParentheses() {
    int ahead = 1;
    while (cursor.peek(ahead).isSymbol("(")) {
      ahead++;
    }
    Token token = cursor.peek(ahead);
    return token.isWord("select")
        || token.isWord("values")
        || token.isWord("with")
        || token.isWord("table");
  }

  /** The queries of a WITH clause. */
  record With(boolean recursive, ImmutableList<Query.Cte> queries) {
    static final With NONE = new With(false, ImmutableList.of());
  }

  private With with() throws UnreadableException {
    if (!cursor.skipWord("with")) {
      return With.NONE;
    }
    boolean recursive = cursor.skipWord("recursive");
    ImmutableList.Builder<Query.Cte> ctes = ImmutableList.builder();
    do {
      ctes.add(cte());
    } while (cursor.skipSymbol(","));
    return new With(recursive, ctes.build());
  }

  private Query.Cte cte() throws UnreadableException {
    int start = cursor.at();
    Name name = cursor.columnName();
    ImmutableList<Name> columns = cursor.symbol("(") ? cursor.nameList() : ImmutableList.of();
    cursor.expectWord("as");
    if (!cursor.skipWord("materialized") && cursor.skipWord("not")) {
      cursor.expectWord("materialized");
    }
    cursor.expectSymbol("(");
    Statement statement = statement();
    cursor.expectSymbol(")");
    boolean searched = cursor.word("search") || cursor.word("cycle");
    if (searched) {
      throw cursor.unreadable("SEARCH and CYCLE are not read");
    }
    return new Query.Cte(cursor.since(start), name, columns, statement, false);
  }

  Query query() throws UnreadableException {
    cursor.deeper();
    int start = cursor.at();
    With with = with();
    Query.Body body = unions();
    ImmutableList<Expr.Sort> order = expressions.primary().calls().orderBy();
    ImmutableList<Query.Locking> locking = new LockingReader(cursor).lockings();
    Optional<Query.Limit> limit = limit();
    if (locking.isEmpty()) {
      locking = new LockingReader(cursor).lockings();
    }
    cursor.higher();
    return new Query(
        cursor.since(start), with.queries(), with.recursive(), body, order, limit, locking);
  }

  private Query.Body unions() throws UnreadableException {
    int start = cursor.at();
    Query.Body left = intersections();
    int chained = 0;
    while (cursor.word("union") || cursor.word("except")) {
      chained++;
      if (chained > LONGEST_CHAIN) {
        throw cursor.unreadable("it chains too many queries");
      }
      Query.SetOperation.Operator operator =
          cursor.next().value().equals("union")
              ? Query.SetOperation.Operator.UNION
              : Query.SetOperation.Operator.EXCEPT;
      Query leftQuery = bareBefore(start, left);
      boolean all = all();
      int right = cursor.at();
      left = new Query.SetOperation(operator, all, leftQuery, bare(right, intersections()));
    }
    return left;
  }

  private Query.Body intersections() throws UnreadableException {
    int start = cursor.at();
    Query.Body left = simple();
    while (cursor.skipWord("intersect")) {
      Query leftQuery = bareBefore(start, left);
      boolean all = all();
      int right = cursor.at();
      left =
          new Query.SetOperation(
              Query.SetOperation.Operator.INTERSECT, all, leftQuery, bare(right, simple()));
    }
    return left;
  }

  private boolean all() {
    boolean all = cursor.skipWord("all");
    if (!all) {
      cursor.skipWord("distinct");
    }
    return all;
  }

  /** A body by itself; its operator has just been passed by. */
  private Query bareBefore(int start, Query.Body body) {
    return query(new Span(start, cursor.at() - 1), body);
  }

  private Query bare(int start, Query.Body body) {
    return query(cursor.since(start), body);
  }

  private static Query query(Span span, Query.Body body) {
    ImmutableList<Query.Cte> none = ImmutableList.of();
    return new Query(
        span, none, false, body, ImmutableList.of(), Optional.empty(), ImmutableList.of());
  }

  private Query.Body simple() throws UnreadableException {
    if (cursor.skipSymbol("(")) {
      Query query = query();
      cursor.expectSymbol(")");
      return new Query.Nested(query);
    }
    if (cursor.skipWord("values")) {
      return rows();
    }
    if (cursor.skipWord("table")) {
      return table();
    }
    cursor.expectWord("select");
    return select();
  }

  private Query.Values rows() throws UnreadableException {
    ImmutableList.Builder<ImmutableList<Expr>> rows = ImmutableList.builder();
    ImmutableList.Builder<Span> spans = ImmutableList.builder();
    do {
      int from = cursor.at();
      cursor.expectSymbol("(");
      rows.add(expressions.list());
      cursor.expectSymbol(")");
      spans.add(cursor.since(from));
    } while (cursor.skipSymbol(","));
    return new Query.Values(rows.build(), spans.build());
  }

  private Query.Body table() throws UnreadableException {
    int start = cursor.at();
    Query.From table = from.plainTable();
    Span span = cursor.since(start);
    Expr star = new Expr.Star(span, ImmutableList.of());
    return new Query.Select(
        Query.Distinct.NONE,
        ImmutableList.of(),
        ImmutableList.of(new Query.Item(span, star, Optional.empty())),
        -1,
        -1,
        false,
        ImmutableList.of(table),
        Optional.empty(),
        new Query.Grouping(false, false, ImmutableList.of()),
        Optional.empty(),
        ImmutableList.of());
  }

  private Query.Body select() throws UnreadableException {
    Query.Distinct distinct = Query.Distinct.NONE;
    ImmutableList<Expr> on = ImmutableList.of();
    if (cursor.skipWord("distinct")) {
      distinct = Query.Distinct.ROWS;
      if (cursor.skipWord("on")) {
        distinct = Query.Distinct.ON;
        cursor.expectSymbol("(");
        on = expressions.list();
        cursor.expectSymbol(")");
      }
    } else {
      cursor.skipWord("all");
    }
    ImmutableList<Query.Item> items = items();
    int listEnd = cursor.at();
    boolean into = cursor.word("into");
    if (into) {
      throw cursor.unreadable("SELECT INTO is not read");
    }
    ImmutableList<Query.From> tables = cursor.skipWord("from") ? from.list() : ImmutableList.of();
    Optional<Expr> where = where();
    int rowsEnd = cursor.at();
    Query.Grouping grouping = new GroupingReader(cursor, expressions).grouping();
    Optional<Expr> having =
        cursor.skipWord("having") ? Optional.of(expressions.expression()) : Optional.empty();
    ImmutableList<Query.NamedWindow> windows = windows();
    return new Query.Select(
        distinct, on, items, listEnd, rowsEnd, into, tables, where, grouping, having, windows);
  }

  Optional<Expr> where() throws UnreadableException {
    return cursor.skipWord("where") ? Optional.of(expressions.expression()) : Optional.empty();
  }

  /** What is selected or returned; may be nothing. */
  ImmutableList<Query.Item> items() throws UnreadableException {
    ImmutableList.Builder<Query.Item> items = ImmutableList.builder();
    Token token = cursor.peek();
    boolean nothing =
        token.is(Token.Kind.END)
            || token.isSymbol(")")
            || token.isWord("from")
            || token.isWord("where");
    if (nothing) {
      return ImmutableList.of();
    }
    do {
      items.add(item());
    } while (cursor.skipSymbol(","));
    return items.build();
  }

  private Query.Item item() throws UnreadableException {
    int start = cursor.at();
    if (cursor.peek().isOperator("*")) {
      cursor.next();
      Span span = cursor.since(start);
      return new Query.Item(span, new Expr.Star(span, ImmutableList.of()), Optional.empty());
    }
    Expr value = expressions.expression();
    Optional<Name> alias = Optional.empty();
    if (cursor.skipWord("as") || isLabel()) {
      alias = Optional.of(cursor.label());
    }
    return new Query.Item(cursor.since(start), value, alias);
  }

  private boolean isLabel() {
    Token token = cursor.peek();
    return token.is(Token.Kind.QUOTED)
        || (token.is(Token.Kind.WORD) && !Keywords.LABELS_WITH_AS.contains(token.value()));
  }

  private ImmutableList<Query.NamedWindow> windows() throws UnreadableException {
    ImmutableList.Builder<Query.NamedWindow> windows = ImmutableList.builder();
    if (cursor.skipWord("window")) {
      do {
        Name name = cursor.columnName();
        cursor.expectWord("as");
        windows.add(new Query.NamedWindow(name, expressions.primary().calls().window()));
      } while (cursor.skipSymbol(","));
    }
    return windows.build();
  }

  private Optional<Query.Limit> limit() throws UnreadableException {
    return new LimitReader(cursor, expressions).limit();
  }
}
