package io.shardrouter.conformance;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** What a connection tells, keeps and makes, and how it and its statements end. */
final class ConnectionCases {
  private ConnectionCases() {}

  static List<Case> all() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    settings(all);
    makes(all);
    wrappers(all);
    ends(all);
    afterClose(all);
    statementsAfterClose(all);
    late(all);
    List<Case> cases = new ArrayList<>();
    all.forEach((name, action) -> cases.add(new Case(name, action)));
    return cases;
  }

  private static void settings(Map<String, Case.Action> to) {
    to.put(
        "what a fresh connection tells",
        (c, seen) -> {
          seen.see("autocommit", c::getAutoCommit);
          seen.see("catalog", c::getCatalog);
          seen.see("schema", c::getSchema);
          seen.see("isolation", c::getTransactionIsolation);
          seen.see("read-only", c::isReadOnly);
          seen.see("holdability", c::getHoldability);
          seen.see("type map", c::getTypeMap);
          seen.see("warnings", c::getWarnings);
          seen.see("closed", c::isClosed);
          seen.see("valid", () -> c.isValid(5));
          seen.see("network time-out", c::getNetworkTimeout);
          seen.see("client info", () -> c.getClientInfo().getProperty("ApplicationName"));
          seen.see("native", () -> c.nativeSQL("select {d '2024-01-02'}, {fn concat(a, b)}, ?"));
        });
    to.put(
        "valid",
        (c, seen) -> {
          seen.see("valid", () -> c.isValid(0));
          seen.see("negative", () -> c.isValid(-1));
          c.setAutoCommit(false);
          seen.see("in a transaction", () -> c.isValid(1));
          try (Statement s = c.createStatement()) {
            seen.see("error", () -> s.execute("select 1/0"));
            seen.see("in a failed transaction", () -> c.isValid(1));
          }
          c.close();
          seen.see("closed", () -> c.isValid(1));
        });
    to.put(
        "schema",
        (c, seen) -> {
          seen.act("set", () -> c.setSchema("other"));
          seen.see("schema", c::getSchema);
          try (Statement s = c.createStatement()) {
            seen.see("things", () -> s.executeQuery("select * from things"));
            seen.see("path", () -> s.executeQuery("show search_path"));
          }
          seen.act("odd", () -> c.setSchema("Odd \"Name"));
          seen.see("schema", c::getSchema);
          seen.act("none", () -> c.setSchema(null));
          seen.see("schema", c::getSchema);
          seen.see("path", () -> path(c));
        });
    to.put(
        "schema in a transaction",
        (c, seen) -> {
          c.setAutoCommit(false);
          c.setSchema("other");
          seen.see("path", () -> path(c));
          c.rollback();
          seen.see("path", () -> path(c));
          c.setSchema("public");
          c.commit();
          seen.see("path", () -> path(c));
        });
    to.put(
        "catalog",
        (c, seen) -> {
          seen.act("set", () -> c.setCatalog("no_such_one"));
          seen.see(
              "same", () -> c.getCatalog().equals(c.getMetaData().getConnection().getCatalog()));
          seen.see("catalog", c::getCatalog);
          seen.see("tables", () -> c.getMetaData().getTables(c.getCatalog(), null, "things", null));
        });
    to.put(
        "holdability",
        (c, seen) -> {
          for (int holdability :
              new int[] {
                ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT, 0, 99
              }) {
            seen.act("set " + holdability, () -> c.setHoldability(holdability));
            seen.see("holdability", c::getHoldability);
            seen.see("a statement's", () -> c.createStatement().getResultSetHoldability());
            seen.see(
                "own",
                () ->
                    c.createStatement(
                        ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability));
          }
          seen.see("odd type", () -> c.createStatement(99, ResultSet.CONCUR_READ_ONLY));
          seen.see("odd concurrency", () -> c.createStatement(ResultSet.TYPE_FORWARD_ONLY, 99));
        });
    to.put(
        "type map",
        (c, seen) -> {
          seen.act("set", () -> c.setTypeMap(Map.of("mood", String.class)));
          seen.see("map", () -> c.getTypeMap().size());
          try (Statement s = c.createStatement()) {
            seen.query(s, "select 'sad'::mood");
          }
        });
    to.put(
        "client info",
        (c, seen) -> {
          seen.act("set", () -> c.setClientInfo("ApplicationName", "it's an app"));
          seen.see("name", () -> c.getClientInfo("ApplicationName"));
          try (Statement s = c.createStatement()) {
            seen.see("setting", () -> s.executeQuery("show application_name"));
          }
          seen.act("unknown", () -> c.setClientInfo("ClientUser", "x"));
          seen.see("unknown", () -> c.getClientInfo("ClientUser"));
          seen.act("null", () -> c.setClientInfo("ApplicationName", null));
          seen.see("name", () -> c.getClientInfo("ApplicationName"));
          Properties several = new Properties();
          several.setProperty("ApplicationName", "again");
          seen.act("several", () -> c.setClientInfo(several));
          seen.see("name", () -> c.getClientInfo().getProperty("ApplicationName"));
          several.setProperty("Other", "x");
          seen.act("several with an unknown one", () -> c.setClientInfo(several));
        });
    to.put(
        "client info of a closed connection",
        (c, seen) -> {
          c.close();
          seen.act("closed", () -> c.setClientInfo("ApplicationName", "x"));
        });
    to.put(
        "client info in a failed transaction",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (Statement s = c.createStatement()) {
            seen.see("error", () -> s.execute("select 1/0"));
          }
          seen.act("set", () -> c.setClientInfo("ApplicationName", "x"));
          c.rollback();
          seen.see("name", () -> c.getClientInfo("ApplicationName"));
        });
    to.put(
        "network time-out",
        (c, seen) -> {
          seen.act("set", () -> c.setNetworkTimeout(Runnable::run, 5000));
          seen.see("time-out", c::getNetworkTimeout);
          seen.act("negative", () -> c.setNetworkTimeout(Runnable::run, -1));
          seen.see("time-out", c::getNetworkTimeout);
        });
    to.put(
        "network time-out that passes",
        (c, seen) -> {
          c.setNetworkTimeout(Runnable::run, 300);
          try (Statement s = c.createStatement()) {
            seen.see("sleep", () -> s.execute("select pg_sleep(5)"));
          }
          seen.see("closed", c::isClosed);
          seen.see("valid", () -> c.isValid(1));
        });
    to.put(
        "warnings",
        (c, seen) -> {
          try (Statement s = c.createStatement();
              PreparedStatement p = c.prepareStatement("select warns(?)")) {
            seen.see("value", () -> s.executeQuery("select warns('a'), warns('b')"));
            seen.see("warning", s::getWarnings);
            seen.see("next", () -> s.getWarnings().getNextWarning());
            s.clearWarnings();
            seen.see("cleared", s::getWarnings);
            p.setString(1, "c");
            seen.see("value", p::executeQuery);
            seen.see("warning", p::getWarnings);
            seen.see("kept", () -> s.execute("select 1"));
            seen.see("after", s::getWarnings);
            seen.see("the connection's", c::getWarnings);
            seen.act("clear", c::clearWarnings);
            seen.see("block", () -> s.execute("do $$ begin raise notice 'n'; end $$"));
            seen.see("notice", s::getWarnings);
            seen.see("twice", () -> s.execute("create table if not exists things (id int)"));
            seen.see("notice", s::getWarnings);
            seen.see("update", () -> s.executeUpdate("drop table if exists none_such"));
            seen.see("notice", s::getWarnings);
          }
        });
  }

  private static String path(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery("show search_path")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void makes(Map<String, Case.Action> to) {
    to.put(
        "make arrays",
        (c, seen) -> {
          seen.see("ints", () -> c.createArrayOf("int4", new Object[] {1, null}));
          seen.see("texts", () -> c.createArrayOf("varchar", new String[] {"a", "b,c"}));
          seen.see("null", () -> c.createArrayOf("int4", null));
          seen.see("none", () -> c.createArrayOf("no_type", new Object[] {1}));
          seen.see("domain", () -> c.createArrayOf("short_text", new Object[] {"a"}));
          Array array = c.createArrayOf("int4", new Object[] {1, 2, 3});
          seen.see("type", array::getBaseType);
          seen.see("text", array::toString);
          seen.see("part", () -> array.getArray(2, 2));
        });
    to.put(
        "make large values",
        (c, seen) -> {
          seen.see(
              "blob",
              () -> {
                Blob made = c.createBlob();
                made.setBytes(1, new byte[] {1});
                return made;
              });
          seen.see(
              "clob",
              () -> {
                Clob made = c.createClob();
                made.setString(1, "x");
                return made;
              });
          seen.see("national clob", c::createNClob);
          seen.see("struct", () -> c.createStruct("pair", new Object[] {1, "x"}));
          SQLXML xml = c.createSQLXML();
          seen.act("xml", () -> xml.setString("<a/>"));
          seen.see("xml", xml::getString);
          seen.act("twice", () -> xml.setString("<b/>"));
          seen.act("free", xml::free);
          seen.see("freed", xml::getString);
        });
    to.put(
        "large values in a transaction",
        (c, seen) -> {
          c.setAutoCommit(false);
          try (PreparedStatement s = c.prepareStatement("select ?::oid")) {
            s.setBlob(1, new java.io.ByteArrayInputStream(new byte[] {1, 2, 3}));
            try (ResultSet row = s.executeQuery()) {
              row.next();
              Blob blob = row.getBlob(1);
              seen.see("length", blob::length);
              seen.see("bytes", () -> blob.getBytes(2, 2));
              seen.see("stream", blob::getBinaryStream);
              seen.see("position", () -> blob.position(new byte[] {3}, 1));
              seen.see("write", () -> blob.setBytes(1, new byte[] {9}));
              seen.act("truncate", () -> blob.truncate(2));
              seen.see("all", () -> blob.getBytes(1, 10));
              seen.act("free", blob::free);
            }
          }
          try (PreparedStatement s = c.prepareStatement("select ?::oid")) {
            s.setClob(1, new java.io.StringReader("some text"), 9);
            try (ResultSet row = s.executeQuery()) {
              row.next();
              Clob clob = row.getClob(1);
              seen.see("length", clob::length);
              seen.see("text", () -> clob.getSubString(1, 4));
              seen.see("reader", clob::getCharacterStream);
            }
          }
          c.rollback();
        });
  }

  private static void wrappers(Map<String, Case.Action> to) {
    to.put(
        "wrappers of a connection",
        (c, seen) -> {
          wrapper(c, seen, Connection.class, Statement.class);
          seen.see("metadata", () -> c.getMetaData().isWrapperFor(DatabaseMetaData.class));
          seen.see("same metadata", () -> c.getMetaData().getConnection() == c);
        });
    to.put(
        "wrappers of statements",
        (c, seen) -> {
          try (Statement s = c.createStatement();
              PreparedStatement p = c.prepareStatement("select 1");
              ResultSet rows = s.executeQuery("select 1")) {
            wrapper(s, seen, Statement.class, Connection.class);
            wrapper(p, seen, PreparedStatement.class, Connection.class);
            wrapper(rows, seen, ResultSet.class, Connection.class);
            wrapper(p.getMetaData(), seen, java.sql.ResultSetMetaData.class, Connection.class);
            wrapper(
                p.getParameterMetaData(), seen, java.sql.ParameterMetaData.class, Connection.class);
          }
        });
    to.put(
        "the driver's connection",
        (c, seen) -> {
          seen.see("is", () -> c.isWrapperFor(PGConnection.class));
          seen.act("in autocommit", () -> c.unwrap(PGConnection.class).getBackendPID());
        });
    to.put(
        "the driver's statement",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            seen.see("is", () -> s.isWrapperFor(PGStatement.class));
            seen.act("unwrapped", () -> s.unwrap(PGStatement.class).setPrepareThreshold(1));
          }
        });
  }

  private static void wrapper(Wrapper of, Observation seen, Class<?> own, Class<?> other) {
    seen.see("is own", () -> of.isWrapperFor(own));
    seen.act("own", () -> own.cast(of.unwrap(own)));
    seen.see("is other", () -> of.isWrapperFor(other));
    seen.act("other", () -> of.unwrap(other));
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

  private static void late(Map<String, Case.Action> to) {
    to.put(
        "a parameter that is not there",
        (c, seen) -> {
          try (PreparedStatement s = c.prepareStatement("select ?")) {
            s.setInt(1, 1);
            seen.act("set", () -> s.setInt(2, 2));
            seen.see("rows", s::executeQuery);
          }
        });
    to.put(
        "a value that its type does not take",
        (c, seen) -> {
          try (PreparedStatement s = c.prepareStatement("select ?")) {
            seen.act("set", () -> s.setObject(1, "x", java.sql.Types.INTEGER));
          }
        });
  }
}
