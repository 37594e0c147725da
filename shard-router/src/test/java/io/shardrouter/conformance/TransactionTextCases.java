package io.shardrouter.conformance;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transactions that are begun and ended by text, and what texts leave in the session. */
final class TransactionTextCases {
  private TransactionTextCases() {}

  private static final String ADD = TransactionCases.ADD;

  static List<Case> all() {
    Map<String, TransactionCases.Deed> all = new LinkedHashMap<>();
    byText(all);
    return TransactionCases.of(all);
  }

  private static void byText(Map<String, TransactionCases.Deed> to) {
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

  private static void texts(Statement s, Observation seen, String... texts) throws SQLException {
    for (String text : texts) {
      seen.act(text, () -> seen.results(s, s.execute(text)));
      seen.see("autocommit", () -> s.getConnection().getAutoCommit());
    }
  }
}
