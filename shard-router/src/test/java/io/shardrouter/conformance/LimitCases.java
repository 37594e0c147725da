package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Fetch sizes, most rows, and the other settings of a statement. */
final class LimitCases {
  private LimitCases() {}

  static List<Case> all() {
    return limits();
  }

  private static List<Case> limits() {
    List<Case> cases = new ArrayList<>();
    String many = "select g from generate_series(1, 25) g";
    for (boolean autoCommit : new boolean[] {true, false}) {
      for (int fetchSize : new int[] {0, 1, 10}) {
        for (int maxRows : new int[] {0, 1, 12}) {
          String name =
              "autocommit %s, fetch size %d, max rows %d".formatted(autoCommit, fetchSize, maxRows);
          cases.add(
              new Case(
                  name,
                  (c, seen) -> {
                    c.setAutoCommit(autoCommit);
                    try (Statement s = c.createStatement();
                        PreparedStatement p = c.prepareStatement(many + " where g > ?")) {
                      p.setInt(1, 3);
                      for (Statement each : List.of(s, p)) {
                        each.setFetchSize(fetchSize);
                        each.setMaxRows(maxRows);
                        seen.see("fetch size", each::getFetchSize);
                        seen.see("max rows", each::getMaxRows);
                      }
                      seen.see("rows", () -> s.executeQuery(many));
                      seen.see("prepared rows", p::executeQuery);
                      try (ResultSet rows = p.executeQuery()) {
                        seen.see("rows' fetch size", rows::getFetchSize);
                        rows.setFetchSize(3);
                        seen.see("number", rows::getRow);
                        seen.rows(rows);
                        seen.see("after", rows::isAfterLast);
                      }
                      seen.see("several", () -> s.execute(many + ";" + many));
                      seen.results(s, true);
                    }
                  }));
        }
      }
    }
    cases.add(new Case("odd settings of a statement", LimitCases::oddSettings));
    return cases;
  }

  private static void oddSettings(Connection c, Observation seen) throws SQLException {
    try (Statement s = c.createStatement();
        PreparedStatement p = c.prepareStatement("select ?")) {
      for (Statement each : List.of(s, p)) {
        IntStream.of(-1, 0, 5)
            .forEach(
                n -> {
                  seen.act("fetch size " + n, () -> each.setFetchSize(n));
                  seen.act("max rows " + n, () -> each.setMaxRows(n));
                  seen.act("large max rows " + n, () -> each.setLargeMaxRows(n));
                  seen.act("field size " + n, () -> each.setMaxFieldSize(n));
                  seen.act("time-out " + n, () -> each.setQueryTimeout(n));
                  seen.act("direction " + n, () -> each.setFetchDirection(n));
                });
        seen.see("fetch size", each::getFetchSize);
        seen.see("max rows", each::getMaxRows);
        seen.see("large max rows", each::getLargeMaxRows);
        seen.see("field size", each::getMaxFieldSize);
        seen.see("time-out", each::getQueryTimeout);
        seen.act("direction", () -> each.setFetchDirection(ResultSet.FETCH_REVERSE));
        seen.see("direction", each::getFetchDirection);
        each.setFetchDirection(ResultSet.FETCH_FORWARD);
        seen.act("cursor name", () -> each.setCursorName("x"));
        seen.act("poolable", () -> each.setPoolable(true));
        seen.see("poolable", each::isPoolable);
        seen.see("type", each::getResultSetType);
        seen.see("concurrency", each::getResultSetConcurrency);
        seen.see("holdability", each::getResultSetHoldability);
        seen.act("escapes", () -> each.setEscapeProcessing(false));
        seen.see("count before", each::getUpdateCount);
        seen.see("rows before", each::getResultSet);
        seen.see("more before", each::getMoreResults);
        seen.see("keys before", each::getGeneratedKeys);
      }
      seen.see("without escapes", () -> s.executeQuery("select {d '2024-01-02'}"));
      seen.see("quoted", () -> s.enquoteLiteral("a'b") + s.enquoteIdentifier("a b", false));
      seen.see("simple", () -> s.isSimpleIdentifier("a b") + s.enquoteNCharLiteral("n"));
    }
  }
}
