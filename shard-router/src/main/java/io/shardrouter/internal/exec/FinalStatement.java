package io.shardrouter.internal.exec;

import static java.util.stream.Collectors.joining;

import io.shardrouter.internal.sql.ShardText;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/** A statement that one shard finishes over rows that came from all of them. */
final class FinalStatement {
  /**
   * Makes the text differ from the same one on its own: what the driver has prepared of that stands
   * for the shard's own tables, and PostgreSQL does not notice temporary ones of the same names.
   * (The driver forgets what it has prepared at DDL, but only where {@code flushCacheOnDdl} is on.)
   */
  private static final String APART = "/* over gathered rows */ ";

  private final List<HeldRows> rows;
  private final ShardText statement;
  private final Arguments arguments;
  private final Reading verbatim;
  private final boolean common;

  /**
   * @param rows of the tables that the statement names
   * @param execution which it is the end of
   */
  FinalStatement(List<HeldRows> rows, ShardText statement, Execution execution) {
    this.rows = rows;
    this.statement = statement;
    this.arguments = execution.arguments();
    this.verbatim = execution.reading(statement);
    List<String> names = rows.stream().map(each -> each.pull().name()).toList();
    this.common =
        rows.stream().allMatch(each -> each.areFew() && each.pull().primaryKey().isEmpty())
            && CommonTables.before(statement.sql(), names, "").isPresent();
  }

  /** Whether it can run in any transaction, since it needs no temporary table. */
  boolean runsInAnyTransaction() {
    return common;
  }

  /** Runs it over {@code connection}, and waits for the first block. */
  ShardAnswer runOn(ReadingConnection connection) throws SQLException {
    BaseConnection driver = connection.driver();
    if (common) {
      return ShardAnswer.next(driver, withCommonTables(tables(driver)));
    }
    // Temporary tables cannot be created in a transaction that only reads.
    connection.renew();
    try (Statement first = driver.createStatement()) {
      first.execute("set transaction read write");
    }
    return ShardAnswer.next(driver, withTemporaryTables(tables(driver), driver));
  }

  private List<GatheredTable> tables(BaseConnection driver) throws SQLException {
    List<GatheredTable> tables = new ArrayList<>();
    for (HeldRows each : rows) {
      tables.add(GatheredTable.of(each, driver, arguments));
    }
    return tables;
  }

  private Reading withCommonTables(List<GatheredTable> tables) {
    List<String> names = tables.stream().map(GatheredTable::name).toList();
    String expressions = tables.stream().map(GatheredTable::commonTable).collect(joining(", "));
    return verbatim.asking(
        CommonTables.before(statement.sql(), names, expressions).orElseThrow(),
        (prepared, from) -> {
          int at = from;
          for (GatheredTable table : tables) {
            at = table.bind(prepared, at);
          }
          return Reading.bind(prepared, at, statement, arguments);
        });
  }

  private Reading withTemporaryTables(List<GatheredTable> tables, BaseConnection driver)
      throws SQLException {
    try (Statement definitions = driver.createStatement()) {
      definitions.execute(tables.stream().map(GatheredTable::definition).collect(joining("; ")));
    }
    for (GatheredTable table : tables) {
      table.fill(driver);
    }
    return verbatim.asking(
        APART + statement.sql(),
        (prepared, at) -> {
          prepared.unwrap(PGStatement.class).setPrepareThreshold(0);
          return Reading.bind(prepared, at, statement, arguments);
        });
  }
}
