package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A statement and how it is run.
 *
 * @param bindings the parameters; of a batch, of each of its rows
 * @param keys columns asked for as generated keys
 */
record Ask(
    String sql,
    ImmutableList<ImmutableList<Binding>> bindings,
    ImmutableList<String> keys,
    Manner manner) {
  private static final Pattern WRITING =
      Pattern.compile("\\b(insert|update|delete|merge|truncate|copy|call|do|create|drop|alter)\\b");

  private static final Pattern READING =
      Pattern.compile("(select|with)\\b(?!.*(;|set_config|advisory|\\binto\\b)).*", Pattern.DOTALL);

  /**
   * How a statement is run.
   *
   * @param prepared also without parameters
   * @param fetchSize 0: the driver's default
   * @param maxRows 0: all
   */
  record Manner(
      boolean prepared, boolean batch, int fetchSize, int maxRows, Expectation expectation) {
    static final Manner DEFAULT = new Manner(false, false, 0, 0, Expectation.DEFAULT);

    Manner with(Expectation other) {
      return new Manner(prepared, batch, fetchSize, maxRows, other);
    }
  }

  static Ask query(String sql, ImmutableList<Binding> parameters, Manner manner) {
    return new Ask(sql, ImmutableList.of(parameters), ImmutableList.of(), manner);
  }

  boolean writes() {
    return WRITING.matcher(sql.toLowerCase(Locale.ROOT)).find();
  }

  /** One SELECT that sets nothing. */
  boolean onlyReads() {
    return READING.matcher(sql.toLowerCase(Locale.ROOT)).matches() && !writes();
  }

  void of(Connection connection, Answer answer) throws SQLException {
    if (manner.prepared || bindings.stream().anyMatch(row -> !row.isEmpty())) {
      try (PreparedStatement statement = prepare(connection)) {
        prepared(connection, statement, answer);
      }
    } else {
      try (Statement statement = connection.createStatement()) {
        setUp(statement);
        results(statement, execute(statement), answer);
      }
    }
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement =
        keys.isEmpty()
            ? connection.prepareStatement(sql)
            : connection.prepareStatement(sql, keys.toArray(String[]::new));
    setUp(statement);
    return statement;
  }

  private void setUp(Statement statement) throws SQLException {
    statement.setFetchSize(manner.fetchSize);
    statement.setMaxRows(manner.maxRows);
  }

  private boolean execute(Statement statement) throws SQLException {
    return keys.isEmpty()
        ? statement.execute(sql)
        : statement.execute(sql, keys.toArray(String[]::new));
  }

  private void prepared(Connection connection, PreparedStatement statement, Answer answer)
      throws SQLException {
    for (ImmutableList<Binding> row : bindings) {
      for (int i = 0; i < row.size(); i++) {
        row.get(i).set(connection, statement, i + 1);
      }
      if (manner.batch) {
        statement.addBatch();
      }
    }
    if (manner.batch) {
      answer.note("batch", Arrays.toString(statement.executeBatch()));
      generated(statement, answer);
    } else {
      results(statement, statement.execute(), answer);
    }
  }

  private void results(Statement statement, boolean rows, Answer answer) throws SQLException {
    boolean more = rows;
    while (more || statement.getUpdateCount() != -1) {
      if (more) {
        answer.rows(statement.getResultSet(), manner.expectation);
      } else {
        answer.note("rows affected", statement.getUpdateCount());
        generated(statement, answer);
      }
      more = statement.getMoreResults();
    }
  }

  private void generated(Statement statement, Answer answer) throws SQLException {
    if (!keys.isEmpty()) {
      answer.rows(statement.getGeneratedKeys(), manner.expectation);
    }
  }

  @Override
  public String toString() {
    return bindings.stream().allMatch(ImmutableList::isEmpty) ? sql : sql + "\n  with " + bindings;
  }
}
