package io.shardrouter.conformance;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** The driver's own interface within a transaction, and what ends statements that run long. */
final class DriverCases {
  private DriverCases() {}

  static List<Case> all() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    copies(all);
    objects(all);
    others(all);
    return Case.of(all);
  }

  private static CopyManager copy(Connection c) throws SQLException {
    return c.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void copies(Map<String, Case.Action> to) {
    to.put(
        "copy in",
        (c, seen) -> {
          c.setAutoCommit(false);
          seen.see(
              "rows",
              () ->
                  copy(c)
                      .copyIn(
                          "copy things (name, amount) from stdin",
                          new StringReader("a\t1\nb\t2\n")));
          c.commit();
        });
    to.put(
        "copy in of a stream",
        (c, seen) -> {
          c.setAutoCommit(false);
          seen.see(
              "rows",
              () ->
                  copy(c)
                      .copyIn(
                          "copy things (name) from stdin csv",
                          new ByteArrayInputStream("x\ny\n".getBytes(StandardCharsets.UTF_8))));
          c.rollback();
        });
    to.put(
        "copy in that fails",
        (c, seen) -> {
          c.setAutoCommit(false);
          seen.see(
              "rows",
              () -> copy(c).copyIn("copy things (name) from stdin", new StringReader("one\n")));
          seen.act("commit", c::commit);
          c.rollback();
        });
    to.put(
        "copy in piece by piece",
        (c, seen) -> {
          c.setAutoCommit(false);
          CopyIn in = copy(c).copyIn("copy things (name) from stdin");
          byte[] row = "piece\n".getBytes(StandardCharsets.UTF_8);
          in.writeToCopy(row, 0, row.length);
          seen.see("active", in::isActive);
          seen.see("end", () -> in.isActive() ? in.endCopy() : -1);
          c.rollback();
        });
    to.put(
        "copy in given up",
        (c, seen) -> {
          c.setAutoCommit(false);
          CopyIn in = copy(c).copyIn("copy things (name) from stdin");
          seen.act("cancel", in::cancelCopy);
          c.rollback();
        });
    to.put(
        "copy out",
        (c, seen) -> {
          c.setAutoCommit(false);
          StringWriter out = new StringWriter();
          seen.see(
              "rows",
              () ->
                  copy(c).copyOut("copy (select id, name from things order by id) to stdout", out));
          seen.see("text", out::toString);
          c.commit();
        });
    to.put(
        "copy of no table",
        (c, seen) -> {
          c.setAutoCommit(false);
          seen.see("rows", () -> copy(c).copyOut("copy no_table to stdout", new StringWriter()));
          c.rollback();
        });
    to.put(
        "copy as a statement",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            seen.see("in", () -> s.execute("copy things from stdin"));
            seen.see("after", () -> s.executeQuery("select 1"));
          }
        });
  }

  private static void objects(Map<String, Case.Action> to) {
    to.put(
        "large objects",
        (c, seen) -> {
          c.setAutoCommit(false);
          LargeObjectManager manager = c.unwrap(PGConnection.class).getLargeObjectAPI();
          long oid = manager.createLO();
          LargeObject object = manager.open(oid, LargeObjectManager.READWRITE);
          object.write(new byte[] {1, 2, 3});
          object.seek(1);
          seen.see("read", () -> object.read(5));
          seen.see("size", object::size);
          seen.see("position", object::tell);
          object.truncate(1);
          seen.see("size", object::size);
          object.close();
          manager.delete(oid);
          seen.see(
              "gone",
              () -> {
                try {
                  return manager.open(oid).size();
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
          c.rollback();
        });
    to.put(
        "large objects in autocommit",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            seen.see("made", () -> s.executeQuery("select lo_create(4242)"));
            seen.see("put", () -> s.executeQuery("select lo_put(4242, 0, '\\x0102')"));
            seen.see("got", () -> s.executeQuery("select lo_get(4242)"));
            seen.see("gone", () -> s.executeQuery("select lo_unlink(4242)"));
          }
        });
  }

  private static void others(Map<String, Case.Action> to) {
    to.put(
        "the driver's settings",
        (c, seen) -> {
          c.setAutoCommit(false);
          PGConnection own = c.unwrap(PGConnection.class);
          seen.see("threshold", own::getPrepareThreshold);
          own.setPrepareThreshold(2);
          seen.see("threshold", own::getPrepareThreshold);
          seen.see("fetch size", own::getDefaultFetchSize);
          own.setDefaultFetchSize(3);
          seen.see(
              "rows", () -> c.createStatement().executeQuery("select id from things order by id"));
          seen.see("mode", own::getPreferQueryMode);
          seen.see("autosave", own::getAutosave);
          seen.see("identifier", () -> own.escapeIdentifier("a\"b"));
          seen.see("literal", () -> own.escapeLiteral("a'b"));
          seen.see("encoding", () -> own.getParameterStatus("client_encoding"));
          seen.see("array", () -> own.createArrayOf("int4", new int[] {1, 2}));
          c.commit();
        });
    to.put(
        "notifications",
        (c, seen) -> {
          try (Statement s = c.createStatement()) {
            s.execute("listen a_channel");
            s.execute("notify a_channel, 'hello'");
            c.setAutoCommit(false);
            var all = c.unwrap(PGConnection.class).getNotifications();
            seen.see("one", () -> all.length + all[0].getName() + all[0].getParameter());
            c.rollback();
          }
        });
    to.put(
        "a type of the caller's own",
        (c, seen) -> {
          c.setAutoCommit(false);
          c.unwrap(PGConnection.class).addDataType("pair", org.postgresql.util.PGobject.class);
          try (Statement s = c.createStatement()) {
            seen.query(s, "select '(1,x)'::pair");
          }
          c.commit();
        });
  }
}
