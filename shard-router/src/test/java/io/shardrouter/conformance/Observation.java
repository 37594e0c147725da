package io.shardrouter.conformance;

import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a case saw, line by line: values, and failures by their SQLSTATE. */
final class Observation {
  private final List<String> lines = new ArrayList<>();

  /** A question to JDBC. */
  @FunctionalInterface
  interface Question {
    @Nullable Object ask() throws Exception;
  }

  /** A call of JDBC that gives nothing. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  List<String> lines() {
    return lines;
  }

  /** Takes down what {@code question} gives, or how it fails. */
  void see(String what, Question question) {
    lines.add(what + " = " + answer(question));
  }

  /** Takes down whether {@code call} fails, and how. */
  void act(String what, Call call) {
    see(
        what,
        () -> {
          call.run();
          return "done";
        });
  }

  @SuppressWarnings("CatchingUnchecked") // A failure that is no SQLException is seen too.
  private static String answer(Question question) {
    try {
      return Rendering.of(question.ask());
    } catch (Exception e) {
      return Rendering.ofFailure(e);
    }
  }

  /** Takes down all rows that are left, each column by {@code getObject}. */
  void rows(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        int column = i;
        row.add(answer(() -> rows.getObject(column)));
      }
      lines.add("row " + row);
    }
  }

  /** Runs a query and takes down its columns and rows. */
  void query(Statement statement, String sql) {
    act(
        sql,
        () -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            columns(rows.getMetaData());
            rows(rows);
          }
        });
  }

  /** Takes down every result of a statement that was executed, up to the end of them. */
  void results(Statement statement, boolean first) throws SQLException {
    boolean isResultSet = first;
    for (int i = 0; i < 20; i++) {
      if (isResultSet) {
        see("count with rows", statement::getUpdateCount);
        rows(statement.getResultSet());
      } else {
        long count = statement.getLargeUpdateCount();
        see("count", () -> count);
        see("rows without", statement::getResultSet);
        if (count == -1) {
          return;
        }
      }
      isResultSet = statement.getMoreResults();
    }
  }

  /** Takes down everything that is told of columns. */
  void columns(@Nullable ResultSetMetaData columns) throws SQLException {
    if (columns == null) {
      lines.add("no columns");
      return;
    }
    see("columns", columns::getColumnCount);
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      int at = i;
      see(at + " label", () -> columns.getColumnLabel(at));
      see(at + " name", () -> columns.getColumnName(at));
      see(at + " type", () -> columns.getColumnType(at));
      see(at + " type name", () -> columns.getColumnTypeName(at));
      see(at + " class", () -> columns.getColumnClassName(at));
      see(at + " precision", () -> columns.getPrecision(at));
      see(at + " scale", () -> columns.getScale(at));
      see(at + " size", () -> columns.getColumnDisplaySize(at));
      see(at + " table", () -> columns.getTableName(at));
      see(at + " schema", () -> columns.getSchemaName(at));
      see(at + " catalog", () -> columns.getCatalogName(at));
      see(at + " nullable", () -> columns.isNullable(at));
      see(at + " identity", () -> columns.isAutoIncrement(at));
      see(at + " signed", () -> columns.isSigned(at));
      see(at + " case", () -> columns.isCaseSensitive(at));
      see(at + " currency", () -> columns.isCurrency(at));
      see(at + " searchable", () -> columns.isSearchable(at));
      see(at + " writable", () -> columns.isWritable(at) + " " + columns.isReadOnly(at));
    }
  }

  /** Takes down everything that is told of parameters. */
  void parameters(ParameterMetaData parameters) throws SQLException {
    see("parameters", parameters::getParameterCount);
    for (int i = 1; i <= parameters.getParameterCount(); i++) {
      int at = i;
      see(at + " type", () -> parameters.getParameterType(at));
      see(at + " type name", () -> parameters.getParameterTypeName(at));
      see(at + " class", () -> parameters.getParameterClassName(at));
      see(at + " mode", () -> parameters.getParameterMode(at));
      see(at + " nullable", () -> parameters.isNullable(at));
      see(at + " precision", () -> parameters.getPrecision(at));
      see(at + " scale", () -> parameters.getScale(at));
      see(at + " signed", () -> parameters.isSigned(at));
    }
    see("beyond", () -> parameters.getParameterType(parameters.getParameterCount() + 1));
  }
}
