package io.shardrouter.conformance;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What a connection tells, keeps and makes, and how it and its statements end. */
final class ConnectionCases {
  private ConnectionCases() {}

  static List<Case> all() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    settings(all);
    makes(all);
    return Case.of(all);
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
}
