package io.shardrouter.conformance;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Savepoints, and what is left of them afterwards. */
final class SavepointCases {
  private SavepointCases() {}

  private static final String ADD = TransactionCases.ADD;

  static List<Case> all() {
    Map<String, TransactionCases.Deed> all = new LinkedHashMap<>();
    savepoints(all);
    return TransactionCases.of(all);
  }

  private static void savepoints(Map<String, TransactionCases.Deed> to) {
    to.put(
        "savepoint rolled back",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          Savepoint point = c.setSavepoint();
          s.execute("delete from things");
          c.rollback(point);
          c.commit();
        });
    to.put(
        "savepoint after an error",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          Savepoint point = c.setSavepoint("named");
          seen.see("error", () -> s.execute("select 1/0"));
          c.rollback(point);
          s.execute("update things set amount = 0");
          c.commit();
        });
    to.put(
        "savepoint released",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          Savepoint point = c.setSavepoint();
          s.execute(ADD);
          seen.act("release", () -> c.releaseSavepoint(point));
          seen.act("again", () -> c.releaseSavepoint(point));
          seen.act("rollback", () -> c.rollback(point));
          seen.see("id", point::getSavepointId);
          c.commit();
        });
    to.put(
        "savepoints' names",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          Savepoint plain = c.setSavepoint();
          Savepoint named = c.setSavepoint("a name");
          seen.see("id", plain::getSavepointId);
          seen.see("name", plain::getSavepointName);
          seen.see("id", named::getSavepointId);
          seen.see("name", named::getSavepointName);
          seen.act("no name", () -> c.setSavepoint(null));
        });
    to.put(
        "nested savepoints",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          Savepoint outer = c.setSavepoint("same");
          s.execute(ADD);
          Savepoint inner = c.setSavepoint("same");
          s.execute("delete from things where id = 1");
          c.rollback(inner);
          s.execute("delete from things where id = 2");
          seen.act("outer", () -> c.rollback(outer));
          seen.act("inner", () -> c.rollback(inner));
          c.commit();
        });
    to.put(
        "savepoint of a transaction before",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          Savepoint point = c.setSavepoint();
          c.commit();
          seen.see("rollback", () -> state(() -> c.rollback(point)));
          c.rollback();
          seen.see("release", () -> state(() -> c.releaseSavepoint(point)));
        });
    to.put(
        "savepoint as the first thing",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          Savepoint point = c.setSavepoint();
          s.execute(ADD);
          c.rollback(point);
          s.execute("delete from parts");
          c.commit();
        });
    to.put(
        "savepoint and a stream of rows",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.setFetchSize(2);
          try (var rows = s.executeQuery("select id from things order by id")) {
            rows.next();
            Savepoint point = c.setSavepoint();
            c.rollback(point);
            seen.rows(rows);
          }
          c.commit();
        });
  }

  /** The SQLSTATE alone: the text is the server's, or ours. */
  private static String state(Observation.Call call) throws Exception {
    try {
      call.run();
      return "none";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
