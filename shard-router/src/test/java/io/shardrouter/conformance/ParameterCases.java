package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Texts with parameters of several kinds, described and executed. */
final class ParameterCases {
  private ParameterCases() {}

  static List<Case> all() {
    return withParameters();
  }

  private static List<Case> withParameters() {
    List<Case> cases = new ArrayList<>();
    List<String> texts =
        List.of(
            "select ?::jsonb -> 'a'",
            "select ?::jsonb ?? 'a'",
            "select '{\"a\":1}'::jsonb ??| array[?]",
            "select ?::uuid",
            "select cast(? as uuid)",
            "select ?::int + ?::int",
            "select ? || ?",
            "select * from things where name = ? or id = ?",
            "select * from things where id in (?, ?) order by id",
            "select * from things where id = any (?) order by id",
            "select * from things limit ? offset ?",
            "select name from things where name like ? escape '|'",
            "select '?', \"select\" from \"Odd Name\" where \"Id\" = ? -- ?",
            "insert into things (name, amount) values (?, ?) returning id",
            "insert into things (name, flag) select ?, flag from things where id = ?",
            "update things set (name, amount) = (?, ?) where id = 3",
            "delete from things where name = ? and amount > ?",
            "select ?; select ?",
            "insert into parts values (3, ?, 'x'); update parts set note = ? where thing = 3",
            "select {fn concat(?, 'x')}",
            "select {d '2024-01-02'}, {ts '2024-01-02 03:04:05'}, {t '03:04:05'}",
            "select * from {oj things left outer join parts on thing = id} where no = ?",
            "select ?, ?, ?",
            "select no_function(?)",
            "select * from no_table where id = ?");
    for (String text : texts) {
      cases.add(new Case("with numbers: " + text, (c, seen) -> bound(c, text, "1", 2, seen)));
      cases.add(
          new Case("with texts: " + text, (c, seen) -> bound(c, text, "{\"a\":1}", "x", seen)));
    }
    return cases;
  }

  private static void bound(
      Connection c, String text, Object first, Object second, Observation seen)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(text)) {
      seen.act("parameters before", () -> seen.parameters(s.getParameterMetaData()));
      seen.act("columns before", () -> seen.columns(s.getMetaData()));
      seen.act("without", () -> seen.results(s, s.execute()));
      int parameters = count(s, text);
      if (parameters > 0) {
        s.setObject(1, first);
      }
      seen.act("with one", () -> seen.results(s, s.execute()));
      seen.act(
          "with two",
          () -> {
            if (parameters > 1) {
              s.setObject(2, second);
            }
            seen.results(s, s.execute());
          });
      seen.act("again", () -> seen.results(s, s.execute()));
      s.clearParameters();
      seen.act(
          "with nulls",
          () -> {
            if (parameters > 0) {
              s.setNull(1, Types.VARCHAR);
            }
            if (parameters > 1) {
              s.setNull(2, Types.INTEGER);
            }
            seen.results(s, s.execute());
          });
    }
  }

  /** A parameter beyond the last is a deviation, and a case of its own. */
  private static int count(PreparedStatement s, String text) {
    try {
      return s.getParameterMetaData().getParameterCount();
    } catch (SQLException e) {
      return text.indexOf('?') == text.lastIndexOf('?') ? 1 : 2;
    }
  }
}
