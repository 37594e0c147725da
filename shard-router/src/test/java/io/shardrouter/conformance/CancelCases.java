package io.shardrouter.conformance;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What ends statements that run long. */
final class CancelCases {
  private CancelCases() {}

  static List<Case> all() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    cancels(all);
    timeouts(all);
    return Case.of(all);
  }

  /** Cancels {@code s} once the server says that it sleeps. */
  private static void cancelSoon(Statement s, ExecutorService beside) {
    beside.execute(
        () -> {
          try {
            TimeUnit.MILLISECONDS.sleep(300);
            s.cancel();
          } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void cancels(Map<String, Case.Action> to) {
    for (boolean autoCommit : new boolean[] {true, false}) {
      to.put(
          "cancel from another thread, autocommit " + autoCommit,
          (c, seen) -> {
            c.setAutoCommit(autoCommit);
            ExecutorService beside = Executors.newSingleThreadExecutor();
            try (Statement s = c.createStatement();
                PreparedStatement p = c.prepareStatement("select pg_sleep(?)")) {
              cancelSoon(s, beside);
              seen.see("text", () -> s.executeQuery("select pg_sleep(20)"));
              seen.see("next", () -> s.executeQuery("select 1"));
              seen.act(
                  "rollback",
                  () -> {
                    if (!autoCommit) {
                      c.rollback();
                    }
                  });
              p.setInt(1, 20);
              cancelSoon(p, beside);
              seen.see("prepared", p::executeQuery);
              seen.act("end", c::rollback);
              p.setInt(1, 0);
              seen.see("next", p::executeQuery);
            } finally {
              beside.shutdownNow();
            }
          });
    }
    to.put(
        "cancel where nothing runs",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            seen.act("before", s::cancel);
            seen.see("rows", () -> s.executeQuery("select 1"));
            seen.act("after", s::cancel);
            seen.see("rows", () -> s.executeQuery("select 2"));
          }
        });
    to.put(
        "cancel of a batch",
        (c, seen) -> {
          ExecutorService beside = Executors.newSingleThreadExecutor();
          try (Statement s = c.createStatement()) {
            s.addBatch("delete from parts");
            s.addBatch("do $$ begin perform pg_sleep(20); end $$");
            cancelSoon(s, beside);
            seen.see(
                "batch",
                () -> {
                  try {
                    return s.executeBatch();
                  } catch (SQLException e) {
                    return e.getSQLState();
                  }
                });
          } finally {
            beside.shutdownNow();
          }
        });
  }

  private static void timeouts(Map<String, Case.Action> to) {
    for (boolean autoCommit : new boolean[] {true, false}) {
      to.put(
          "query time-out, autocommit " + autoCommit,
          (c, seen) -> {
            c.setAutoCommit(autoCommit);
            try (Statement s = c.createStatement();
                PreparedStatement p = c.prepareStatement("select pg_sleep(?)")) {
              s.setQueryTimeout(1);
              seen.see("text", () -> s.executeQuery("select pg_sleep(20)"));
              seen.act("end", c::rollback);
              seen.see("next", () -> s.executeQuery("select 1"));
              p.setQueryTimeout(1);
              p.setInt(1, 20);
              seen.see("prepared", p::executeQuery);
              seen.act("end", c::rollback);
              p.setQueryTimeout(0);
              p.setInt(1, 0);
              seen.see("next", p::executeQuery);
            }
          });
    }
    to.put(
        "statement_timeout",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            s.execute("set statement_timeout = 200");
            seen.see("sleep", () -> s.executeQuery("select pg_sleep(20)"));
            seen.see("next", () -> s.executeQuery("select 1"));
          }
        });
    to.put(
        "lock_timeout in a transaction",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement();
              ResultSet rows = s.executeQuery("select pg_backend_pid()")) {
            rows.next();
            s.execute("set local lock_timeout = 100");
            seen.see("lock", () -> s.execute("lock table things in access exclusive mode"));
            c.rollback();
            seen.see("limit", () -> s.executeQuery("show lock_timeout"));
          }
        });
  }
}
