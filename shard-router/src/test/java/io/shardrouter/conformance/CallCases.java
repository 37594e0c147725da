package io.shardrouter.conformance;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions and procedures, called through JDBC's escapes, and the cursors that they open. */
final class CallCases {
  private CallCases() {}

  /** What is done with a call. */
  @FunctionalInterface
  private interface Deed {
    void of(CallableStatement call, Observation seen) throws SQLException;
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (boolean autoCommit : new boolean[] {true, false}) {
      add(
          cases,
          autoCommit,
          "{? = call plus(?, ?)}",
          (call, seen) -> {
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(2, 20);
            call.setInt(3, 22);
            seen.see("first", call::execute);
            seen.see("int", () -> call.getInt(1));
            seen.see("text", () -> call.getString(1));
            seen.see("object", () -> call.getObject(1));
            seen.see("null", call::wasNull);
            seen.see("count", call::getUpdateCount);
            seen.see("wrong", () -> call.getInt(2));
          });
      add(
          cases,
          autoCommit,
          "{call in_out(?, ?, ?)}",
          (call, seen) -> {
            call.setInt(1, 1);
            call.setInt(2, 2);
            call.registerOutParameter(2, Types.INTEGER);
            call.registerOutParameter(3, Types.VARCHAR);
            seen.see("first", call::execute);
            seen.see("sum", () -> call.getInt(2));
            seen.see("name", () -> call.getString(3));
            seen.see("by name", () -> call.getInt("b"));
            seen.see("again", call::execute);
            seen.see("sum", () -> call.getLong(2));
          });
      add(
          cases,
          autoCommit,
          "call doubled(?)",
          (call, seen) -> {
            call.setInt(1, 21);
            call.registerOutParameter(1, Types.INTEGER);
            seen.see("first", call::execute);
            seen.see("out", () -> call.getInt(1));
          });
      add(
          cases,
          autoCommit,
          "{call doubled(?)}",
          (call, seen) -> {
            call.setInt(1, 21);
            call.registerOutParameter(1, Types.INTEGER);
            seen.see("first", call::execute);
            seen.see("out", () -> call.getInt(1));
          });
      add(
          cases,
          autoCommit,
          "call add_thing(?)",
          (call, seen) -> {
            call.setString(1, "by call");
            seen.see("first", call::execute);
            seen.see("count", call::getUpdateCount);
          });
      add(
          cases,
          autoCommit,
          "{? = call some_rows(?)}",
          (call, seen) -> {
            call.registerOutParameter(1, Types.OTHER);
            call.setInt(2, 3);
            seen.see("first", call::execute);
            seen.see("out", () -> call.getObject(1));
          });
      add(
          cases,
          autoCommit,
          "{call some_rows(?)}",
          (call, seen) -> {
            call.setInt(1, 3);
            seen.see("rows", call::executeQuery);
          });
      add(
          cases,
          autoCommit,
          "{? = call open_rows(?)}",
          (call, seen) -> {
            call.registerOutParameter(1, Types.REF_CURSOR);
            call.setInt(2, 3);
            seen.see("first", call::execute);
            seen.see("rows", () -> call.getObject(1));
            seen.see("rows as such", () -> call.getObject(1, ResultSet.class));
          });
      add(
          cases,
          autoCommit,
          "{? = call fails()}",
          (call, seen) -> {
            call.registerOutParameter(1, Types.INTEGER);
            seen.see("first", call::execute);
            seen.see("out", () -> call.getInt(1));
          });
      add(
          cases,
          autoCommit,
          "{? = call plus(?, ?)} ",
          (call, seen) -> {
            call.setInt(2, 20);
            call.setInt(3, 22);
            seen.see("unregistered", call::execute);
            seen.act("wrong type", () -> call.registerOutParameter(1, Types.VARCHAR));
            seen.see("first", call::execute);
            seen.see("out", () -> call.getString(1));
            seen.act("missing", call::clearParameters);
            seen.see("first", call::execute);
          });
      add(
          cases,
          autoCommit,
          "{call no_function(?)}",
          (call, seen) -> {
            call.setInt(1, 1);
            seen.see("first", call::execute);
          });
      add(
          cases,
          autoCommit,
          "{? = call plus(1, 2)}",
          (call, seen) -> {
            call.registerOutParameter(1, Types.NUMERIC, 2);
            seen.see("update", call::executeUpdate);
            seen.see("decimal", () -> call.getBigDecimal(1));
            seen.see("boolean", () -> call.getBoolean(1));
            seen.see("date", () -> call.getDate(1));
            seen.see("array", () -> call.getArray(1));
            seen.see("bytes", () -> call.getBytes(1));
            seen.act("batch", call::addBatch);
            seen.see("batch", call::executeBatch);
            seen.see("parameters", () -> call.getParameterMetaData().getParameterCount());
          });
    }
    cases.addAll(cursors());
    return cases;
  }

  private static void add(List<Case> cases, boolean autoCommit, String sql, Deed deed) {
    cases.add(
        new Case(
            "call " + sql + ", autocommit " + autoCommit,
            (c, seen) -> {
              c.setAutoCommit(autoCommit);
              try (CallableStatement call = c.prepareCall(sql)) {
                deed.of(call, seen);
              }
              seen.act(
                  "commit",
                  () -> {
                    if (!autoCommit) {
                      c.commit();
                    }
                  });
            }));
  }

  private static List<Case> cursors() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    all.put(
        "a cursor opened by a query",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement();
              ResultSet row = s.executeQuery("select open_rows(4)")) {
            row.next();
            seen.see("text", () -> row.getString(1));
            try (ResultSet rows = (ResultSet) row.getObject(1)) {
              seen.columns(rows.getMetaData());
              seen.rows(rows);
            }
            seen.see("again", () -> row.getObject(1));
          }
          c.commit();
        });
    all.put(
        "two cursors",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement();
              ResultSet cursors = s.executeQuery("select * from two_cursors()")) {
            while (cursors.next()) {
              seen.see("rows", () -> cursors.getObject(1));
            }
          }
          c.commit();
        });
    all.put(
        "a cursor fetched by text",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement()) {
            s.execute("declare a scroll cursor for select id from things order by id");
            for (String text :
                List.of(
                    "fetch 2 from a",
                    "fetch backward 1 from a",
                    "move last from a",
                    "fetch all from a",
                    "update things set amount = 0 where current of a",
                    "close a",
                    "fetch a")) {
              seen.act(text, () -> seen.results(s, s.execute(text)));
            }
          }
          c.rollback();
        });
    all.put(
        "a cursor with hold",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement()) {
            s.execute("declare kept cursor with hold for select id from things order by id");
            c.commit();
            seen.see("after", () -> s.executeQuery("fetch 2 from kept"));
            c.commit();
            seen.see("later", () -> s.executeQuery("fetch 2 from kept"));
          }
          c.commit();
        });
    all.put(
        "a procedure by prepareStatement",
        (c, seen) -> {
          try (var s = c.prepareStatement("call doubled(?)")) {
            s.setInt(1, 4);
            seen.see("rows", s::executeQuery);
            seen.see("first", s::execute);
            seen.results(s, true);
          }
        });
    all.put(
        "a call that scrolls",
        (c, seen) -> {
          try (CallableStatement call =
                  c.prepareCall(
                      "select id from things order by id",
                      ResultSet.TYPE_SCROLL_INSENSITIVE,
                      ResultSet.CONCUR_READ_ONLY);
              ResultSet rows = call.executeQuery()) {
            seen.see("last", rows::last);
            seen.see("id", () -> rows.getInt(1));
          }
          seen.see(
              "holds",
              () ->
                  c.prepareCall(
                          "select 1",
                          ResultSet.TYPE_FORWARD_ONLY,
                          ResultSet.CONCUR_READ_ONLY,
                          ResultSet.HOLD_CURSORS_OVER_COMMIT)
                      .executeQuery());
        });
    List<Case> cases = new ArrayList<>();
    all.forEach((name, action) -> cases.add(new Case(name, action)));
    return cases;
  }
}
