package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.jdbc.KeyedStatement.Execution;
import io.shardrouter.internal.sql.ShardText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One execution of a text without parameters. */
record TextWork(KeyedStatement statement, String sql, Execution execution, Execution behindGuard)
    implements PartWork {
  /** An execution that is the same whatever goes ahead. */
  TextWork(KeyedStatement statement, String sql, Execution execution) {
    this(statement, sql, execution, execution);
  }

  @Override
  public Boolean run(Lead lead) throws SQLException {
    return statement.executed(
        statement.plain(), lead, text(lead), lead.results() == 0 ? execution : behindGuard);
  }

  private String text(Lead lead) {
    return lead == Ahead.NOTHING || lead == Ahead.IN_BLOCK
        ? sql
        : statement.session().literalText(lead);
  }

  @Override
  public Statement runPart(Connection physical, ShardText text) throws SQLException {
    Statement part = statement.cursor().statement(physical);
    statement.configure(part);
    part.setFetchSize(0);
    statement.ran(part, statement.session().runningKey());
    behindGuard.execute(part, text.sql());
    return part;
  }
}
