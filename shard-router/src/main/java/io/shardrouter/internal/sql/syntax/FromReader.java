package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Reads FROM clauses: tables, queries, functions, joins. */
final class FromReader {
  private final Cursor cursor;
  private final ExpressionReader expressions;

  FromReader(Cursor cursor, ExpressionReader expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  ImmutableList<Query.From> list() throws UnreadableException {
    ImmutableList.Builder<Query.From> list = ImmutableList.builder();
    do {
      list.add(joined());
    } while (cursor.skipSymbol(","));
    return list.build();
  }

  Query.From joined() throws UnreadableException {
    cursor.deeper();
    int start = cursor.at();
    Query.From left = single();
    while (true) {
      Optional<Query.From> join = join(start, left);
      if (join.isEmpty()) {
        cursor.higher();
        return left;
      }
      left = join.get();
    }
  }

  private Optional<Query.From> join(int start, Query.From left) throws UnreadableException {
    if (cursor.skipWords("cross", "join")) {
      Query.From right = single();
      return Optional.of(crossJoin(start, left, right));
    }
    boolean natural = cursor.skipWord("natural");
    Query.Join.Kind kind = kind();
    if (kind == Query.Join.Kind.INNER && !cursor.skipWord("inner") && !cursor.word("join")) {
      return Optional.empty();
    }
    cursor.expectWord("join");
    Query.From right = natural ? single() : joinedUntilCondition();
    if (natural) {
      return Optional.of(natural(start, kind, left, right));
    }
    if (cursor.skipWord("on")) {
      Optional<Expr> on = Optional.of(expressions.expression());
      Span span = cursor.since(start);
      return Optional.of(
          new Query.Join(span, kind, false, left, right, on, ImmutableList.of(), Query.Alias.NONE));
    }
    cursor.expectWord("using");
    ImmutableList<Name> using = cursor.nameList();
    Query.Alias alias = Query.Alias.NONE;
    if (cursor.skipWord("as")) {
      throw cursor.unreadable("an alias of USING is not read");
    }
    Span span = cursor.since(start);
    return Optional.of(
        new Query.Join(span, kind, false, left, right, Optional.empty(), using, alias));
  }

  /** The right side of a join, which may itself be joins: {@code a JOIN b JOIN c ON … ON …}. */
  private Query.From joinedUntilCondition() throws UnreadableException {
    int start = cursor.at();
    Query.From right = single();
    while (!cursor.word("on") && !cursor.word("using")) {
      Optional<Query.From> join = join(start, right);
      if (join.isEmpty()) {
        throw cursor.unreadable("ON was expected");
      }
      right = join.get();
    }
    return right;
  }

  private Query.From crossJoin(int start, Query.From left, Query.From right) {
    return new Query.Join(
        cursor.since(start),
        Query.Join.Kind.INNER,
        false,
        left,
        right,
        Optional.empty(),
        ImmutableList.of(),
        Query.Alias.NONE);
  }

  private Query.From natural(int start, Query.Join.Kind kind, Query.From left, Query.From right) {
    return new Query.Join(
        cursor.since(start),
        kind,
        true,
        left,
        right,
        Optional.empty(),
        ImmutableList.of(),
        Query.Alias.NONE);
  }

  private Query.Join.Kind kind() {
    Query.Join.Kind kind = Query.Join.Kind.INNER;
    if (cursor.skipWord("left")) {
      kind = Query.Join.Kind.LEFT;
    } else if (cursor.skipWord("right")) {
      kind = Query.Join.Kind.RIGHT;
    } else if (cursor.skipWord("full")) {
      kind = Query.Join.Kind.FULL;
    }
    if (kind != Query.Join.Kind.INNER) {
      cursor.skipWord("outer");
    }
    return kind;
  }

  private Query.From single() throws UnreadableException {
    int start = cursor.at();
    boolean lateral = cursor.skipWord("lateral");
    Optional<Query> query = expressions.primary().queryInParentheses();
    if (query.isPresent()) {
      Query.Alias alias = alias();
      return new Query.Derived(cursor.since(start), query.get(), lateral, alias);
    }
    if (!lateral && cursor.skipSymbol("(")) {
      Query.From joined = joined();
      cursor.expectSymbol(")");
      return renamed(joined);
    }
    if (cursor.words("rows", "from") && cursor.peek(2).isSymbol("(")) {
      return rowsFrom(start);
    }
    if (isFunction()) {
      return functions(start, ImmutableList.of(function()));
    }
    if (lateral) {
      throw cursor.unreadable("a query or function was expected");
    }
    return table(start);
  }

  private Query.From renamed(Query.From joined) throws UnreadableException {
    Query.Alias alias = alias();
    if (alias.equals(Query.Alias.NONE)) {
      return joined;
    }
    throw cursor.unreadable("an alias of a join is not read");
  }

  private boolean isFunction() {
    if (!cursor.peek().isName()) {
      return false;
    }
    int ahead = 1;
    while (cursor.peek(ahead).isSymbol(".") && cursor.peek(ahead + 1).isName()) {
      ahead += 2;
    }
    return cursor.peek(ahead).isSymbol("(") && !cursor.word("only");
  }

  private Expr function() throws UnreadableException {
    return expressions.primary().primary();
  }

  private Query.From rowsFrom(int start) throws UnreadableException {
    cursor.next();
    cursor.next();
    cursor.expectSymbol("(");
    ImmutableList.Builder<Expr> calls = ImmutableList.builder();
    do {
      calls.add(function());
      if (cursor.word("as")) {
        throw cursor.unreadable("columns of a function here are not read");
      }
    } while (cursor.skipSymbol(","));
    cursor.expectSymbol(")");
    return functions(start, calls.build());
  }

  private Query.From functions(int start, ImmutableList<Expr> calls) throws UnreadableException {
    boolean ordinality = cursor.skipWords("with", "ordinality");
    boolean as = cursor.skipWord("as");
    Optional<Name> name =
        cursor.isColumnName() && !isNextClause()
            ? Optional.of(cursor.columnName())
            : Optional.empty();
    ImmutableList<Name> columns = ImmutableList.of();
    boolean typed = false;
    if ((as || name.isPresent()) && cursor.symbol("(")) {
      Cursor.Mark mark = cursor.mark();
      try {
        columns = cursor.nameList();
      } catch (UnreadableException e) {
        cursor.back(mark);
        columns = typedColumns();
        typed = true;
      }
    }
    Query.Alias alias = new Query.Alias(name, columns);
    return new Query.Functions(cursor.since(start), calls, ordinality, alias, typed);
  }

  private ImmutableList<Name> typedColumns() throws UnreadableException {
    ImmutableList.Builder<Name> columns = ImmutableList.builder();
    cursor.expectSymbol("(");
    do {
      columns.add(cursor.columnName());
      new TypeReader(cursor).type();
      if (cursor.skipWord("collate")) {
        cursor.dottedName();
      }
    } while (cursor.skipSymbol(","));
    cursor.expectSymbol(")");
    return columns.build();
  }

  /** A table without an alias. */
  Query.Table plainTable() throws UnreadableException {
    int start = cursor.at();
    boolean only = cursor.skipWord("only");
    boolean parenthesised = only && cursor.skipSymbol("(");
    ImmutableList<Name> names = cursor.dottedName();
    if (parenthesised) {
      cursor.expectSymbol(")");
    }
    if (cursor.peek().isOperator("*")) {
      cursor.next();
    }
    return new Query.Table(cursor.since(start), names, only, Query.Alias.NONE, false);
  }

  private Query.From table(int start) throws UnreadableException {
    Query.Table table = plainTable();
    Query.Alias alias = alias();
    boolean sample = cursor.skipWord("tablesample");
    if (sample) {
      cursor.dottedName();
      arguments();
      if (cursor.skipWord("repeatable")) {
        arguments();
      }
    }
    return new Query.Table(cursor.since(start), table.names(), table.only(), alias, sample);
  }

  private void arguments() throws UnreadableException {
    cursor.expectSymbol("(");
    do {
      Token token = cursor.next();
      if (!token.is(Token.Kind.NUMBER) && !token.is(Token.Kind.PARAMETER)) {
        throw cursor.unreadable("a number was expected");
      }
    } while (cursor.skipSymbol(","));
    cursor.expectSymbol(")");
  }

  /** {@code t}, {@code AS t (a, b)}, or nothing. */
  Query.Alias alias() throws UnreadableException {
    boolean as = cursor.skipWord("as");
    if (!as && (!cursor.isColumnName() || isNextClause())) {
      return Query.Alias.NONE;
    }
    Name name = cursor.columnName();
    ImmutableList<Name> columns = cursor.symbol("(") ? cursor.nameList() : ImmutableList.of();
    return new Query.Alias(Optional.of(name), columns);
  }

  /** SET may be a name, but what stands before it is then none in an UPDATE. */
  private boolean isNextClause() {
    return cursor.word("set");
  }
}
