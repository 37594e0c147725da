package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Work;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.jdbc.KeyedStatement.BatchExecution;
import io.shardrouter.internal.plan.Route;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A batch of rows of parameters for one text. Not thread-safe. */
final class RowBatch implements KeyedStatement.Batch {
  private final KeyedPreparedStatement statement;
  private final String sql;
  private final List<Parameters> rows = new ArrayList<>();

  RowBatch(KeyedPreparedStatement statement, String sql) {
    this.statement = statement;
    this.sql = sql;
  }

  void add(Parameters row) {
    rows.add(row);
  }

  @Override
  public long[] run(BatchExecution execution) throws SQLException {
    if (statement.session().hasKey()) {
      for (Parameters row : rows) {
        statement.session().requireOwnKey(sql, row);
      }
      return statement.session().executeApart(sql, new Part(statement, rows, execution));
    }
    List<Route> routes = new ArrayList<>();
    for (Parameters row : rows) {
      routes.add(statement.session().byText().route(sql, row));
    }
    RoutedBatch batch = new RoutedBatch(statement, sql, routes);
    if (statement.givesKeys()) {
      batch.requireOneShard("its generated keys");
    }
    return batch.run(
        (by, members) ->
            new Part(by, members.stream().map(rows::get).toList(), execution).run(Ahead.NOTHING));
  }

  /** One execution of some rows. */
  private static final class Part implements Work<long[]> {
    private final KeyedStatement statement;
    private final List<Parameters> members;
    private final BatchExecution execution;

    Part(KeyedStatement statement, List<Parameters> members, BatchExecution execution) {
      this.statement = statement;
      this.members = members;
      this.execution = execution;
    }

    @Override
    public long[] run(Lead lead) throws SQLException {
      PreparedStatement physical = (PreparedStatement) statement.plain();
      return statement.executedBatch(
          physical,
          filled -> {
            for (Parameters row : members) {
              row.bindTo(physical, 0, 0);
              physical.addBatch();
            }
            return execution.execute(filled);
          });
    }

    @Override
    public boolean isReplayable() {
      return members.stream().noneMatch(Parameters::isConsumable);
    }
  }
}
