package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Statements on one connection, one after the other. */
record Script(
    String category,
    String place,
    ImmutableList<Step> steps,
    @Override ImmutableSet<String> ignored)
    implements Question {

  /** What is done on the connection. */
  sealed interface Step {
    record Run(Ask ask) implements Step {}

    /** A call of the connection itself, such as {@code commit}. */
    record Call(String name, String argument) implements Step {}
  }

  @Override
  public String name() {
    return place
        + "  "
        + steps.stream()
            .map(step -> step instanceof Step.Run run ? run.ask().toString() : step.toString())
            .collect(Collectors.joining(";\n  "));
  }

  @Override
  public boolean writes() {
    return steps.stream().anyMatch(step -> step instanceof Step.Run run && run.ask().writes());
  }

  @Override
  public boolean leavesNothing() {
    return steps.size() == 1 && steps.get(0) instanceof Step.Run run && run.ask().onlyReads();
  }

  @Override
  public void ask(Connection connection, Answer answer) {
    Map<String, Savepoint> savepoints = new HashMap<>();
    for (Step step : steps) {
      answer.attempt(
          () -> {
            if (step instanceof Step.Run run) {
              run.ask().of(connection, answer);
            } else if (step instanceof Step.Call call) {
              call(connection, call, savepoints);
            }
          });
    }
  }

  private static void call(Connection connection, Step.Call call, Map<String, Savepoint> savepoints)
      throws SQLException {
    String argument = call.argument();
    switch (call.name()) {
      case "begin" -> connection.setAutoCommit(false);
      case "end" -> connection.setAutoCommit(true);
      case "commit" -> connection.commit();
      case "rollback" -> connection.rollback();
      case "readonly" -> connection.setReadOnly(true);
      case "schema" -> connection.setSchema(argument);
      case "isolation" -> connection.setTransactionIsolation(Integer.parseInt(argument));
      case "savepoint" -> savepoints.put(argument, connection.setSavepoint(argument));
      case "rollbackto" -> connection.rollback(savepoint(savepoints, argument));
      case "release" -> connection.releaseSavepoint(savepoint(savepoints, argument));
      default -> throw new IllegalArgumentException("no call " + call.name());
    }
  }

  private static Savepoint savepoint(Map<String, Savepoint> savepoints, String name) {
    Savepoint savepoint = savepoints.get(name);
    if (savepoint == null) {
      throw new IllegalArgumentException("no savepoint " + name);
    }
    return savepoint;
  }
}
