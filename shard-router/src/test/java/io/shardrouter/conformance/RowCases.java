package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Single result sets, and those of several statements at once. */
final class RowCases {
  private RowCases() {}

  private static final String THINGS = ResultSetCases.THINGS;

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (boolean autoCommit : new boolean[] {true, false}) {
      for (int holdability :
          new int[] {ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT}) {
        cases.add(
            new Case(
                "autocommit %s, holdability %d".formatted(autoCommit, holdability),
                (c, seen) -> held(c, autoCommit, holdability, seen)));
      }
    }
    cases.addAll(single());
    return cases;
  }

  private static void held(Connection c, boolean autoCommit, int holdability, Observation seen)
      throws SQLException {
    c.setAutoCommit(autoCommit);
    seen.act("holdability", () -> c.setHoldability(holdability));
    seen.see("holdability", c::getHoldability);
    try (Statement s = c.createStatement();
        Statement own =
            c.createStatement(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability)) {
      for (Statement each : List.of(s, own)) {
        seen.see("statement's", each::getResultSetHoldability);
        each.setFetchSize(2);
        ResultSet rows = each.executeQuery(THINGS);
        seen.see("rows'", rows::getHoldability);
        seen.see("first", rows::next);
        seen.act(
            "commit",
            () -> {
              if (!autoCommit) {
                c.commit();
              }
            });
        seen.see("closed", rows::isClosed);
        seen.act("rest", () -> seen.rows(rows));
      }
    }
    seen.see(
        "forward, hold",
        () ->
            c.prepareStatement(
                    THINGS, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability)
                .executeQuery());
  }

  private static List<Case> single() {
    return List.of(
        new Case(
            "rows of a query that cannot be updated",
            (c, seen) -> {
              try (Statement s =
                      c.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                  ResultSet rows = s.executeQuery("select count(*) as n from things")) {
                seen.see("concurrency", rows::getConcurrency);
                rows.next();
                seen.act("update", () -> rows.updateInt(1, 5));
                seen.see("warnings", rows::getWarnings);
              }
            }),
        new Case(
            "changes through rows in a transaction",
            (c, seen) -> {
              c.setAutoCommit(false);
              try (Statement s =
                      c.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                  ResultSet rows = s.executeQuery(THINGS)) {
                rows.next();
                rows.updateString(2, "gone soon");
                seen.act("update", rows::updateRow);
                c.rollback();
                seen.act("refresh", rows::refreshRow);
                seen.see("name", () -> rows.getString(2));
                rows.next();
                rows.updateString(2, "stays");
                seen.act("update", rows::updateRow);
                c.commit();
              }
            }),
        new Case(
            "an updatable prepared statement",
            (c, seen) -> {
              try (var s =
                  c.prepareStatement(
                      "select * from things where id > ? order by id",
                      ResultSet.TYPE_SCROLL_SENSITIVE,
                      ResultSet.CONCUR_UPDATABLE)) {
                s.setInt(1, 2);
                try (ResultSet rows = s.executeQuery()) {
                  rows.next();
                  rows.updateBoolean("flag", true);
                  seen.act("update", rows::updateRow);
                  seen.rows(rows);
                }
              }
            }),
        new Case(
            "statement of rows",
            (c, seen) -> {
              try (Statement s = c.createStatement();
                  ResultSet rows = s.executeQuery(THINGS)) {
                seen.see("same statement", () -> rows.getStatement() == s);
                seen.see("same connection", () -> rows.getStatement().getConnection() == c);
                seen.see("cursor name", rows::getCursorName);
                seen.act("direction", () -> rows.setFetchDirection(ResultSet.FETCH_REVERSE));
                seen.see("direction", rows::getFetchDirection);
                seen.act("fetch size", () -> rows.setFetchSize(-1));
                seen.act("warnings", rows::clearWarnings);
                seen.see(
                    "array's rows",
                    () -> c.createArrayOf("int4", new Integer[] {4, 5}).getResultSet());
              }
            }),
        new Case(
            "an array's rows",
            (c, seen) -> {
              try (Statement s = c.createStatement();
                  ResultSet rows =
                      s.executeQuery(
                          "select c_ints, c_texts, c_matrix from every_type order by id")) {
                rows.next();
                for (int i = 1; i <= 3; i++) {
                  var array = rows.getArray(i);
                  seen.see("all", array::getResultSet);
                  seen.see("some", () -> array.getResultSet(1, 1));
                  seen.see("part", () -> array.getArray(1, 1));
                  seen.see("text", array::toString);
                  seen.act("free", array::free);
                  seen.see("freed", array::getArray);
                }
              }
            }),
        new Case(
            "two statements' rows at once",
            (c, seen) -> {
              try (Statement a = c.createStatement();
                  Statement b = c.createStatement();
                  ResultSet outer = a.executeQuery(THINGS)) {
                while (outer.next()) {
                  seen.see(
                      "inner",
                      () ->
                          b.executeQuery("select no from parts where thing = " + outer.getLong(1)));
                }
              }
            }),
        new Case(
            "two streams of rows at once in a transaction",
            (c, seen) -> {
              c.setAutoCommit(false);
              try (Statement a = c.createStatement();
                  Statement b = c.createStatement()) {
                a.setFetchSize(1);
                b.setFetchSize(2);
                try (ResultSet first = a.executeQuery(THINGS);
                    ResultSet second = b.executeQuery(THINGS)) {
                  while (first.next()) {
                    seen.see("second", second::next);
                    seen.see("ids", () -> first.getLong(1) + " " + second.getLong(1));
                  }
                }
              }
            }),
        new Case(
            "rows that a second execution ends",
            (c, seen) -> {
              try (Statement s = c.createStatement()) {
                ResultSet first = s.executeQuery(THINGS);
                ResultSet second = s.executeQuery("select 2");
                seen.see("first", first::isClosed);
                seen.see("second", second::isClosed);
                seen.see("next", first::next);
              }
            }));
  }
}
