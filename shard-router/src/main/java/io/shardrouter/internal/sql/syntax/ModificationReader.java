package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Reads INSERT, UPDATE, DELETE and MERGE. */
final class ModificationReader {
  private final Cursor cursor;
  private final ExpressionReader expressions;
  private final QueryReader queries;
  private final FromReader from;

  ModificationReader(
      Cursor cursor, ExpressionReader expressions, QueryReader queries, FromReader from) {
    this.cursor = cursor;
    this.expressions = expressions;
    this.queries = queries;
    this.from = from;
  }

  boolean isNext() {
    return cursor.word("insert")
        || cursor.word("update")
        || cursor.word("delete")
        || cursor.word("merge");
  }

  Statement modification(int start, QueryReader.With with) throws UnreadableException {
    return switch (cursor.next().value()) {
      case "insert" -> insert(start, with);
      case "update" -> update(start, with);
      case "delete" -> delete(start, with);
      default -> merge(start, with);
    };
  }

  private Query.Table target(boolean aliasNeedsAs) throws UnreadableException {
    int start = cursor.at();
    Query.Table table = from.plainTable();
    Query.Alias alias = aliasNeedsAs && !cursor.word("as") ? Query.Alias.NONE : from.alias();
    if (!alias.columns().isEmpty()) {
      throw cursor.unreadable("the table that is written has no other columns");
    }
    return new Query.Table(cursor.since(start), table.names(), table.only(), alias, false);
  }

  private Statement insert(int start, QueryReader.With with) throws UnreadableException {
    cursor.expectWord("into");
    Query.Table target = insertTarget();
    ImmutableList<Name> columns = ImmutableList.of();
    if (cursor.symbol("(") && !queries.isNextInParentheses()) {
      columns = columns();
    }
    overriding();
    Optional<Query> rows = Optional.empty();
    if (!cursor.skipWords("default", "values")) {
      rows = Optional.of(queries.query());
    }
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    ImmutableList.Builder<Statement.Assignment> sets = ImmutableList.builder();
    if (cursor.skipWords("on", "conflict")) {
      conflict(parts, sets);
    }
    ImmutableList<Query.Item> returning = returning();
    return new Statement.Insert(
        cursor.since(start),
        with.queries(),
        with.recursive(),
        target,
        columns,
        rows,
        parts.build(),
        sets.build(),
        returning);
  }

  private Query.Table insertTarget() throws UnreadableException {
    int start = cursor.at();
    ImmutableList<Name> names = cursor.dottedName();
    Query.Alias alias = Query.Alias.NONE;
    if (cursor.skipWord("as")) {
      alias = new Query.Alias(Optional.of(cursor.columnName()), ImmutableList.of());
    }
    return new Query.Table(cursor.since(start), names, false, alias, false);
  }

  private ImmutableList<Name> columns() throws UnreadableException {
    ImmutableList.Builder<Name> columns = ImmutableList.builder();
    cursor.expectSymbol("(");
    do {
      columns.add(cursor.columnName());
      if (cursor.symbol("[") || cursor.symbol(".")) {
        throw cursor.unreadable("parts of columns are not read here");
      }
    } while (cursor.skipSymbol(","));
    cursor.expectSymbol(")");
    return columns.build();
  }

  private void overriding() throws UnreadableException {
    if (cursor.skipWord("overriding")) {
      if (!cursor.skipWord("system")) {
        cursor.expectWord("user");
      }
      cursor.expectWord("value");
    }
  }

  private void conflict(
      ImmutableList.Builder<Expr> parts, ImmutableList.Builder<Statement.Assignment> sets)
      throws UnreadableException {
    if (cursor.skipSymbol("(")) {
      do {
        parts.add(expressions.expression());
        if (cursor.isColumnName()) {
          cursor.dottedName();
        }
      } while (cursor.skipSymbol(","));
      cursor.expectSymbol(")");
      queries.where().ifPresent(parts::add);
    } else if (cursor.skipWords("on", "constraint")) {
      cursor.columnName();
    }
    cursor.expectWord("do");
    if (cursor.skipWord("nothing")) {
      return;
    }
    cursor.expectWord("update");
    sets.addAll(sets());
    queries.where().ifPresent(parts::add);
  }

  private ImmutableList<Statement.Assignment> sets() throws UnreadableException {
    cursor.expectWord("set");
    ImmutableList.Builder<Statement.Assignment> sets = ImmutableList.builder();
    do {
      sets.add(assignment());
    } while (cursor.skipSymbol(","));
    return sets.build();
  }

  private Statement.Assignment assignment() throws UnreadableException {
    boolean several = cursor.symbol("(");
    ImmutableList<Name> columns = several ? columns() : ImmutableList.of(cursor.columnName());
    boolean partial = cursor.symbol("[") || cursor.symbol(".");
    if (partial) {
      throw cursor.unreadable("parts of columns are not read here");
    }
    if (!cursor.peek().isOperator("=")) {
      throw cursor.unreadable("\"=\" was expected");
    }
    cursor.next();
    return new Statement.Assignment(columns, expressions.expression(), false);
  }

  private ImmutableList<Query.Item> returning() throws UnreadableException {
    return cursor.skipWord("returning") ? queries.items() : ImmutableList.of();
  }

  private Statement update(int start, QueryReader.With with) throws UnreadableException {
    Query.Table target = target(false);
    ImmutableList<Statement.Assignment> sets = sets();
    ImmutableList<Query.From> tables = cursor.skipWord("from") ? from.list() : ImmutableList.of();
    boolean ofCursor = ofCursor();
    Optional<Expr> where = ofCursor ? Optional.empty() : queries.where();
    ImmutableList<Query.Item> returning = returning();
    return new Statement.Update(
        cursor.since(start),
        with.queries(),
        with.recursive(),
        target,
        sets,
        tables,
        where,
        ofCursor,
        returning);
  }

  private Statement delete(int start, QueryReader.With with) throws UnreadableException {
    cursor.expectWord("from");
    Query.Table target = target(false);
    ImmutableList<Query.From> tables = cursor.skipWord("using") ? from.list() : ImmutableList.of();
    boolean ofCursor = ofCursor();
    Optional<Expr> where = ofCursor ? Optional.empty() : queries.where();
    ImmutableList<Query.Item> returning = returning();
    return new Statement.Delete(
        cursor.since(start),
        with.queries(),
        with.recursive(),
        target,
        tables,
        where,
        ofCursor,
        returning);
  }

  private boolean ofCursor() throws UnreadableException {
    boolean ofCursor = cursor.word("where") && cursor.peek(1).isWord("current");
    if (ofCursor && cursor.peek(2).isWord("of")) {
      cursor.next();
      cursor.next();
      cursor.next();
      cursor.columnName();
      return true;
    }
    return false;
  }

  private Statement merge(int start, QueryReader.With with) throws UnreadableException {
    cursor.expectWord("into");
    Query.Table target = target(false);
    cursor.expectWord("using");
    Query.From source = from.joined();
    cursor.expectWord("on");
    Expr on = expressions.expression();
    ImmutableList.Builder<Statement.When> whens = ImmutableList.builder();
    while (cursor.skipWord("when")) {
      whens.add(when());
    }
    return new Statement.Merge(
        cursor.since(start), with.queries(), with.recursive(), target, source, on, whens.build());
  }

  private Statement.When when() throws UnreadableException {
    cursor.skipWord("not");
    cursor.expectWord("matched");
    if (cursor.word("by")) {
      throw cursor.unreadable("WHEN NOT MATCHED BY is not read");
    }
    Optional<Expr> condition =
        cursor.skipWord("and") ? Optional.of(expressions.expression()) : Optional.empty();
    cursor.expectWord("then");
    if (cursor.skipWord("insert")) {
      return insertion(condition);
    }
    if (cursor.skipWord("update")) {
      return when(condition, Statement.Does.UPDATE, sets());
    }
    if (cursor.skipWord("delete")) {
      return when(condition, Statement.Does.DELETE, ImmutableList.of());
    }
    cursor.expectWord("do");
    cursor.expectWord("nothing");
    return when(condition, Statement.Does.NOTHING, ImmutableList.of());
  }

  private static Statement.When when(
      Optional<Expr> condition, Statement.Does does, ImmutableList<Statement.Assignment> sets) {
    return new Statement.When(condition, does, sets, ImmutableList.of(), ImmutableList.of());
  }

  private Statement.When insertion(Optional<Expr> condition) throws UnreadableException {
    ImmutableList<Name> columns = cursor.symbol("(") ? columns() : ImmutableList.of();
    overriding();
    ImmutableList<Expr> row = ImmutableList.of();
    if (!cursor.skipWords("default", "values")) {
      cursor.expectWord("values");
      cursor.expectSymbol("(");
      row = expressions.list();
      cursor.expectSymbol(")");
    }
    return new Statement.When(condition, Statement.Does.INSERT, ImmutableList.of(), columns, row);
  }
}
