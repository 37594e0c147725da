package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transactions, through JDBC and by text, and what follows an error. */
final class TransactionCases {
  private static final String ADD = "insert into things (name) values ('added')";

  private TransactionCases() {}

  /** Something done with a statement of the connection. */
  @FunctionalInterface
  private interface Deed {
    void of(Connection c, Statement s, Observation seen) throws SQLException;
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    Map<String, Deed> deeds = new LinkedHashMap<>();
    ends(deeds);
    savepoints(deeds);
    settings(deeds);
    byText(deeds);
    deeds.forEach(
        (name, deed) ->
            cases.add(
                new Case(
                    name,
                    (c, seen) -> {
                      try (Statement s = c.createStatement()) {
                        seen.act("deed", () -> deed.of(c, s, seen));
                        seen.see("autocommit", c::getAutoCommit);
                        seen.see(
                            "state",
                            () ->
                                s.executeQuery(
                                    "select count(*), current_setting('transaction_isolation'), current_setting('transaction_read_only') from things"));
                      }
                    })));
    return cases;
  }

  private static void ends(Map<String, Deed> to) {
    to.put(
        "commit",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          c.commit();
        });
    to.put(
        "rollback",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          c.rollback();
        });
    to.put(
        "close without an end",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          c.close();
        });
    to.put(
        "autocommit ends a transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          c.setAutoCommit(true);
          seen.act("twice", () -> c.setAutoCommit(true));
        });
    to.put(
        "ends in autocommit",
        (c, s, seen) -> {
          seen.act("commit", c::commit);
          seen.act("rollback", c::rollback);
          seen.see("savepoint", c::setSavepoint);
        });
    to.put(
        "ends of nothing",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          seen.act("commit", c::commit);
          seen.act("rollback", c::rollback);
          seen.act("rollback", c::rollback);
        });
    to.put(
        "after an error",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          seen.see("error", () -> s.execute("select 1/0"));
          seen.see("next", () -> s.execute("select 1"));
          seen.act(
              "prepared",
              () -> {
                try (PreparedStatement p = c.prepareStatement("select ?::int")) {
                  p.setInt(1, 1);
                  p.execute();
                }
              });
          seen.see("columns", () -> c.getMetaData().getTables(null, null, "things", null));
          seen.act("rollback", c::rollback);
          seen.see("next", () -> s.execute("select 1"));
        });
    to.put(
        "commit of a failed transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          seen.see("error", () -> s.execute("select 1/0"));
          seen.act("commit", c::commit);
          seen.see("next", () -> s.execute("select 1"));
          seen.act("commit", c::commit);
        });
    to.put(
        "autocommit on in a failed transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute(ADD);
          seen.see("error", () -> s.execute("select 1/0"));
          seen.act("autocommit", () -> c.setAutoCommit(true));
        });
    to.put(
        "a constraint that fails at commit",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute("set constraints all deferred");
          s.execute("insert into parts values (99, 1, 'x')");
          seen.act("commit", c::commit);
          seen.see("next", () -> s.execute("select 1"));
        });
    to.put(
        "error in autocommit",
        (c, s, seen) -> {
          seen.see("error", () -> s.execute(ADD + "; select 1/0"));
          seen.see("error", () -> s.executeUpdate("insert into things (name) values ('one')"));
        });
    to.put(
        "an error in a function",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          seen.see("error", () -> s.execute("select fails()"));
          c.rollback();
          c.commit();
        });
    to.put(
        "a table made and dropped in a transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          s.execute("create table made (id int)");
          s.execute("insert into made values (1)");
          seen.see("rows", () -> s.executeQuery("select * from made"));
          c.rollback();
          seen.see("gone", () -> s.executeQuery("select * from made"));
          c.rollback();
        });
    to.put(
        "a column that changes under a prepared statement",
        (c, s, seen) -> {
          s.execute("create table changing (id int)");
          try (PreparedStatement p = c.prepareStatement("select * from changing")) {
            for (int i = 0; i < 7; i++) {
              p.executeQuery().close();
            }
            s.execute("alter table changing add column n text");
            seen.see("rows", p::executeQuery);
            seen.act("columns", () -> seen.columns(p.getMetaData()));
          } finally {
            s.execute("drop table changing");
          }
        });
  }

  private static void savepoints(Map<String, Deed> to) {
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

  private static void settings(Map<String, Deed> to) {
    for (int level :
        new int[] {
          Connection.TRANSACTION_NONE,
          Connection.TRANSACTION_READ_UNCOMMITTED,
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE,
          17
        }) {
      to.put(
          "isolation " + level,
          (c, s, seen) -> {
            seen.see("before", c::getTransactionIsolation);
            seen.act("set", () -> c.setTransactionIsolation(level));
            seen.see("after", c::getTransactionIsolation);
            seen.see("in autocommit", () -> s.executeQuery("show transaction_isolation"));
            c.setAutoCommit(false);
            seen.see("in a transaction", () -> s.executeQuery("show transaction_isolation"));
            s.execute(ADD);
            seen.act(
                "set within",
                () -> c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
            c.commit();
          });
    }
    to.put(
        "read-only in autocommit",
        (c, s, seen) -> {
          seen.see("before", c::isReadOnly);
          c.setReadOnly(true);
          seen.see("after", c::isReadOnly);
          seen.see("write", () -> s.executeUpdate(ADD));
          seen.see("read", () -> s.executeQuery("select count(*) from things"));
          c.setReadOnly(false);
          seen.see("write", () -> s.executeUpdate(ADD));
        });
    to.put(
        "read-only in a transaction",
        (c, s, seen) -> {
          c.setReadOnly(true);
          c.setAutoCommit(false);
          seen.see("read", () -> s.executeQuery("select count(*) from things"));
          seen.see("write", () -> s.executeUpdate(ADD));
          seen.act("set within", () -> c.setReadOnly(false));
          c.rollback();
          seen.act("set after", () -> c.setReadOnly(false));
          seen.see("write", () -> s.executeUpdate(ADD));
          c.commit();
        });
    to.put(
        "repeatable read keeps its snapshot",
        (c, s, seen) -> {
          c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          c.setAutoCommit(false);
          seen.see("count", () -> s.executeQuery("select count(*) from things"));
          s.execute(ADD);
          seen.see("count", () -> s.executeQuery("select count(*) from things"));
          c.commit();
        });
    to.put(
        "facts before the first statement of a serializable transaction",
        (c, s, seen) -> {
          c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          c.setAutoCommit(false);
          seen.see("tables", () -> c.getMetaData().getTables(null, null, "things", null));
          try (PreparedStatement p = c.prepareStatement("select name from things where id = ?")) {
            seen.act("columns", () -> seen.columns(p.getMetaData()));
          }
          s.execute(ADD);
          c.commit();
        });
    to.put(
        "serializable and read-only",
        (c, s, seen) -> {
          c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          c.setReadOnly(true);
          c.setAutoCommit(false);
          seen.see("count", () -> s.executeQuery("select count(*) from things"));
          c.commit();
        });
  }

  private static void byText(Map<String, Deed> to) {
    to.put("begin and commit by text", (c, s, seen) -> texts(s, seen, "begin", ADD, "commit"));
    to.put("begin and rollback by text", (c, s, seen) -> texts(s, seen, "begin", ADD, "rollback"));
    to.put(
        "begin in a transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          texts(s, seen, "begin", ADD, "commit", ADD.replace("added", "more"));
          c.rollback();
        });
    to.put(
        "isolation by text",
        (c, s, seen) ->
            texts(
                s,
                seen,
                "begin isolation level serializable",
                "show transaction_isolation",
                "commit",
                "show transaction_isolation"));
    to.put(
        "set transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          texts(s, seen, "set transaction read only", ADD);
          c.rollback();
        });
    to.put(
        "set session characteristics",
        (c, s, seen) ->
            texts(s, seen, "set session characteristics as transaction read only", ADD));
    to.put(
        "savepoints by text",
        (c, s, seen) ->
            texts(
                s,
                seen,
                "begin",
                "savepoint a",
                ADD,
                "rollback to a",
                "savepoint b",
                "delete from parts",
                "release b",
                "commit"));
    to.put(
        "an error in a transaction by text",
        (c, s, seen) ->
            texts(s, seen, "begin", ADD, "select 1/0", "select 1", "commit", "select 2"));
    to.put(
        "commit and chain",
        (c, s, seen) ->
            texts(s, seen, "begin", ADD, "commit and chain", "delete from parts", "rollback"));
    to.put(
        "abort and end",
        (c, s, seen) ->
            texts(
                s, seen, "start transaction", ADD, "abort", "begin work", ADD, "end transaction"));
    to.put(
        "prepare transaction",
        (c, s, seen) ->
            texts(s, seen, "begin", ADD, "prepare transaction 'x'", "rollback prepared 'x'"));
    to.put(
        "a text that commits", (c, s, seen) -> texts(s, seen, ADD + "; commit; delete from parts"));
    to.put(
        "begin in a text of several", (c, s, seen) -> texts(s, seen, "begin; " + ADD + "; commit"));
    to.put("a procedure that commits", (c, s, seen) -> texts(s, seen, "call add_and_commit('p')"));
    to.put(
        "a procedure that commits, in a transaction",
        (c, s, seen) -> {
          c.setAutoCommit(false);
          texts(s, seen, "call add_and_commit('p')");
          c.rollback();
        });
    to.put(
        "JDBC ends after begin by text",
        (c, s, seen) -> {
          texts(s, seen, "begin", ADD);
          seen.act("commit", c::commit);
          seen.act("autocommit off", () -> c.setAutoCommit(false));
          seen.act("rollback", c::rollback);
        });
    to.put(
        "state left in the session",
        (c, s, seen) -> {
          texts(
              s,
              seen,
              "create temp table kept (id int)",
              "insert into kept values (1)",
              "set application_name = 'kept'",
              "prepare kept as select 7",
              "select pg_advisory_lock(42)");
          try (Statement other = c.createStatement()) {
            texts(
                other,
                seen,
                "select * from kept",
                "show application_name",
                "execute kept",
                "select pg_advisory_unlock(42)");
          }
        });
    to.put(
        "state left by a statement that was closed",
        (c, s, seen) -> {
          s.close();
          for (String text :
              new String[] {
                "create temp table kept (id int)",
                "select count(*) from kept",
                "set application_name = 'kept'",
                "show application_name"
              }) {
            try (Statement each = c.createStatement()) {
              texts(each, seen, text);
            }
          }
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

  private static void texts(Statement s, Observation seen, String... texts) throws SQLException {
    for (String text : texts) {
      seen.act(text, () -> seen.results(s, s.execute(text)));
      seen.see("autocommit", () -> s.getConnection().getAutoCommit());
    }
  }
}
