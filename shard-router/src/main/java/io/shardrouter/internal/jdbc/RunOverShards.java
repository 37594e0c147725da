package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.Arguments;
import io.shardrouter.internal.exec.Cancellation;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.RowsOfShards;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Work;
import io.shardrouter.internal.plan.Route;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs what no one physical statement can answer for. */
final class RunOverShards {
  private final KeyedStatement statement;
  private final KeyedSession session;
  private final Work<Boolean> work;

  /**
   * @param work one execution of {@code statement}
   */
  RunOverShards(KeyedStatement statement, Work<Boolean> work) {
    this.statement = statement;
    this.work = work;
    this.session = statement.session();
  }

  /** Whether the first result is a result set. */
  boolean run(Route route, String sql, Arguments arguments) throws SQLException {
    statement.leaveHome();
    if (route instanceof Route.Scatter scatter) {
      requireCount(sql, arguments);
      return statement.answered(new RanStatement.Answer.Rows(gathered(scatter, arguments)));
    }
    if (route instanceof Route.Split split && work instanceof PartWork parts) {
      requireCount(sql, arguments);
      return statement.answered(
          new SplitInsert(session, sql, split)
              .run(parts, statement.wanted().maxRows(), this::resultSet));
    }
    if (route instanceof Route.Explain asked) {
      return statement.answered(
          new RanStatement.Answer.Rows(explained(asked.statement(), arguments)));
    }
    if (route instanceof Route.Session) {
      session.byText().executeSetting(sql);
    } else if (route instanceof Route.Transaction) {
      session.transactions().byText(sql);
    } else if (route instanceof Route.Refused refused) {
      throw new RefusedException(refused.refusal().state(), refused.refusal().message());
    }
    return statement.answered(new RanStatement.Answer.Done(0));
  }

  private ResultSet gathered(Route.Scatter scatter, Arguments arguments) throws SQLException {
    if (statement.cursor().type() != ResultSet.TYPE_FORWARD_ONLY
        || statement.cursor().isUpdatable()) {
      throw new RefusedException(
          SqlState.REFUSED,
          "rows of several shards are read forward only: create the statement without a result set"
              + " type and concurrency, or name a key");
    }
    Cancellation cancellation = new Cancellation();
    statement.alsoCancels(cancellation::cancel);
    ScatterRows rows =
        session.byText().gather(scatter, arguments, statement.wanted(), cancellation);
    return resultSet(rows);
  }

  private ResultSet resultSet(RowsOfShards rows) {
    return new GatheredResultSet(
        rows,
        statement,
        statement.wanted().fetchSize(),
        session.byText()::readingFailed,
        this::gatheredClosed);
  }

  private void requireCount(String sql, Arguments arguments) throws SQLException {
    if (arguments instanceof Parameters given) {
      given.requireCount(session.byText().parameters(sql));
    }
  }

  private void gatheredClosed() throws SQLException {
    statement.alsoCancels(null);
    if (statement.isAnswered()) {
      statement.resultSetClosed();
    }
  }

  /** Lines of text as PostgreSQL's own EXPLAIN gives them. */
  private ResultSet explained(String sql, Arguments arguments) throws SQLException {
    String[] lines = session.byText().explain(sql, arguments).lines().toArray(String[]::new);
    return session
        .byText()
        .executeAnywhere(
            "select",
            lead -> {
              PreparedStatement given =
                  session.physical().prepareStatement("select unnest(?::text[]) as \"QUERY PLAN\"");
              given.closeOnCompletion();
              given.setObject(1, lines);
              ResultSet rows = given.executeQuery();
              session.keepFor(rows);
              return new DescriptionResultSet(rows);
            });
  }
}
