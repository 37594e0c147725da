package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transactions, through JDBC and by text, and what follows an error. */
final class TransactionCases {
  static final String ADD = "insert into things (name) values ('added')";

  private TransactionCases() {}

  /** Something done with a statement of the connection. */
  @FunctionalInterface
  interface Deed {
    void of(Connection c, Statement s, Observation seen) throws SQLException;
  }

  static List<Case> all() {
    Map<String, Deed> deeds = new LinkedHashMap<>();
    ends(deeds);
    settings(deeds);
    return of(deeds);
  }

  /** Cases that do these deeds, and look at the transaction afterwards. */
  static List<Case> of(Map<String, Deed> deeds) {
    List<Case> cases = new ArrayList<>();
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
}
