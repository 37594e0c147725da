package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How connections and statements end, and what they are good for then. */
final class EndCases {
  private EndCases() {}

  static List<Case> all() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    ends(all);
    afterClose(all);
    statementsAfterClose(all);
    return Case.of(all);
  }

  private static void ends(Map<String, Case.Action> to) {
    to.put(
        "close twice",
        (c, seen) -> {
          Statement s = c.createStatement();
          ResultSet rows = s.executeQuery("select 1");
          seen.act("rows", rows::close);
          seen.act("rows", rows::close);
          seen.act("statement", s::close);
          seen.act("statement", s::close);
          seen.act("connection", c::close);
          seen.act("connection", c::close);
          seen.see("closed", () -> c.isClosed() + " " + s.isClosed() + " " + rows.isClosed());
        });
    to.put(
        "a connection closes what it made",
        (c, seen) -> {
          Statement s = c.createStatement();
          PreparedStatement p = c.prepareStatement("select 1");
          ResultSet rows = s.executeQuery("select 1");
          c.close();
          seen.see("statement", s::isClosed);
          seen.see("prepared", p::isClosed);
          seen.see("rows", rows::isClosed);
          seen.see("next", rows::next);
        });
    to.put(
        "close on completion",
        (c, seen) -> {
          Statement s = c.createStatement();
          seen.see("before", s::isCloseOnCompletion);
          s.closeOnCompletion();
          seen.see("after", s::isCloseOnCompletion);
          seen.see("update", () -> s.executeUpdate("delete from parts"));
          seen.see("open", s::isClosed);
          ResultSet rows = s.executeQuery("select 1");
          seen.see("first", rows::next);
          seen.see("open", s::isClosed);
          rows.close();
          seen.see("closed", s::isClosed);
        });
    to.put(
        "close on completion of a prepared statement",
        (c, seen) -> {
          PreparedStatement s = c.prepareStatement("select ?::int");
          s.closeOnCompletion();
          s.setInt(1, 1);
          ResultSet first = s.executeQuery();
          ResultSet second = s.executeQuery();
          seen.see("first", first::isClosed);
          seen.see("open", s::isClosed);
          second.close();
          seen.see("closed", s::isClosed);
        });
    to.put(
        "abort",
        (c, seen) -> {
          seen.act("abort", () -> c.abort(Runnable::run));
          seen.see("closed", c::isClosed);
          seen.act("again", () -> c.abort(Runnable::run));
          seen.see("statement", c::createStatement);
        });
    to.put("abort without an executor", (c, seen) -> seen.act("abort", () -> c.abort(null)));
    to.put(
        "abort of a transaction",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement()) {
            s.execute("delete from parts");
            c.abort(Runnable::run);
          }
        });
    to.put(
        "an end of the server's process",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            seen.act("end", () -> s.execute("select pg_terminate_backend(pg_backend_pid())"));
            seen.see("closed", c::isClosed);
            seen.see("valid", () -> c.isValid(1));
          }
        });
    to.put(
        "statements left open",
        (c, seen) -> {
          for (int i = 0; i < 50; i++) {
            PreparedStatement s = c.prepareStatement("select ?::int + " + i);
            s.setInt(1, i);
            s.executeQuery().next();
          }
          seen.see("still", () -> c.createStatement().executeQuery("select 1"));
        });
  }

  private static void afterClose(Map<String, Case.Action> to) {
    to.put(
        "use a closed connection",
        (c, seen) -> {
          DatabaseMetaData facts = c.getMetaData();
          c.close();
          seen.see("autocommit", c::getAutoCommit);
          seen.act("autocommit", () -> c.setAutoCommit(false));
          seen.act("commit", c::commit);
          seen.act("rollback", c::rollback);
          seen.see("savepoint", c::setSavepoint);
          seen.see("statement", c::createStatement);
          seen.see("prepared", () -> c.prepareStatement("select 1"));
          seen.see("call", () -> c.prepareCall("{call x()}"));
          seen.see("catalog", c::getCatalog);
          seen.see("schema", c::getSchema);
          seen.act("schema", () -> c.setSchema("other"));
          seen.see("isolation", c::getTransactionIsolation);
          seen.act(
              "isolation", () -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
          seen.see("read-only", c::isReadOnly);
          seen.act("read-only", () -> c.setReadOnly(true));
          seen.see("holdability", c::getHoldability);
          seen.act("warnings", c::clearWarnings);
          seen.see("warnings", c::getWarnings);
          seen.see("metadata", c::getMetaData);
          seen.see("tables", () -> facts.getTables(null, null, "things", null));
          seen.see("array", () -> c.createArrayOf("int4", new Object[] {1}));
          seen.see("native", () -> c.nativeSQL("select 1"));
          seen.see("network time-out", c::getNetworkTimeout);
          seen.see("client info", () -> c.getClientInfo("ApplicationName"));
        });
  }

  private static void statementsAfterClose(Map<String, Case.Action> to) {
    to.put(
        "use a closed statement",
        (c, seen) -> {
          Statement s = c.createStatement();
          s.close();
          seen.see("execute", () -> s.execute("select 1"));
          seen.see("query", () -> s.executeQuery("select 1"));
          seen.see("update", () -> s.executeUpdate("delete from parts"));
          seen.act("batch", () -> s.addBatch("delete from parts"));
          seen.see("batch", s::executeBatch);
          seen.see("rows", s::getResultSet);
          seen.see("count", s::getUpdateCount);
          seen.see("more", s::getMoreResults);
          seen.see("keys", s::getGeneratedKeys);
          seen.see("warnings", s::getWarnings);
          seen.act("fetch size", () -> s.setFetchSize(1));
          seen.see("time-out", s::getQueryTimeout);
          seen.act("cancel", s::cancel);
          seen.see("poolable", s::isPoolable);
        });
    to.put(
        "use a closed prepared statement",
        (c, seen) -> {
          PreparedStatement s = c.prepareStatement("select ?");
          s.close();
          seen.act("set", () -> s.setInt(1, 1));
          seen.see("execute", s::execute);
          seen.see("query", s::executeQuery);
          seen.act("batch", s::addBatch);
          seen.see("columns", s::getMetaData);
        });
    to.put(
        "what is closed and answers still",
        (c, seen) -> {
          Statement s = c.createStatement();
          PreparedStatement p = c.prepareStatement("select 1");
          DatabaseMetaData facts = c.getMetaData();
          s.close();
          p.close();
          seen.see("fetch size", s::getFetchSize);
          seen.see("same connection", () -> s.getConnection() == c);
          seen.see("type", s::getResultSetType);
          seen.see("parameters", p::getParameterMetaData);
          seen.act("clear", p::clearParameters);
          c.close();
          seen.see("facts", facts::getDatabaseProductName);
        });
  }
}
