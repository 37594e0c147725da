package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** What is behind a logical object, and what fails later than with the driver. */
final class WrapperCases {
  private WrapperCases() {}

  static List<Case> all() {
    Map<String, Case.Action> all = new LinkedHashMap<>();
    wrappers(all);
    late(all);
    return Case.of(all);
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
    seen.see("own", () -> own.isInstance(of.unwrap(own)));
    seen.see("is other", () -> of.isWrapperFor(other));
    seen.act("other", () -> of.unwrap(other));
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
