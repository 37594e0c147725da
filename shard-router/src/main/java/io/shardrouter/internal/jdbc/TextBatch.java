package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.jdbc.KeyedStatement.BatchExecution;
import io.shardrouter.internal.plan.Route;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A batch of texts. Not thread-safe. */
final class TextBatch implements KeyedStatement.Batch {
  private final KeyedStatement statement;
  private final List<String> texts = new ArrayList<>();

  TextBatch(KeyedStatement statement) {
    this.statement = statement;
  }

  void add(String sql) {
    texts.add(sql);
  }

  @Override
  public long[] run(BatchExecution execution) throws SQLException {
    // Scanned as one text of several statements, which is what a batch is.
    String all = String.join("\n;", texts);
    if (statement.session().hasKey()) {
      for (String text : texts) {
        statement.session().requireOwnKey(text, NoArguments.NONE);
      }
      return statement.session().executeApart(all, lead -> run(statement, texts, execution));
    }
    List<Route> routes = new ArrayList<>();
    for (String text : texts) {
      routes.add(statement.session().byText().route(text, NoArguments.NONE));
    }
    return new RoutedBatch(statement, all, routes)
        .run((by, members) -> run(by, members.stream().map(texts::get).toList(), execution));
  }

  private static long[] run(KeyedStatement by, List<String> members, BatchExecution execution)
      throws SQLException {
    return by.executedBatch(
        by.plain(),
        physical -> {
          for (String text : members) {
            physical.addBatch(text);
          }
          return execution.execute(physical);
        });
  }
}
