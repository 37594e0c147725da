package io.shardrouter.conformance;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Generated keys, asked for in every way. */
final class KeyCases {
  private static final List<String> TEXTS =
      List.of(
          "insert into things (name) values ('new')",
          "insert into things (name) values ('new'), ('newer')",
          "insert into things (name) values ('new') returning name",
          "insert into things (name) values ('one') on conflict do nothing",
          "insert into things (name) values ('one')",
          "insert into \"Odd Name\" values (7, 'seven')",
          "update things set amount = 9 where id < 3",
          "delete from things where id = 4",
          "select * from things where id = 1",
          "create temporary table made (id int)",
          "insert into things (name) values ('x'); insert into things (name) values ('y')");

  private KeyCases() {}

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String text : TEXTS) {
      cases.add(
          new Case(
              "keys of a text: " + text,
              (c, seen) -> {
                c.setAutoCommit(false);
                try (Statement s = c.createStatement()) {
                  for (Asking asking : ASKINGS) {
                    int way = ASKINGS.indexOf(asking);
                    seen.see("way " + way, () -> asking.of(s, text));
                    seen.see("count " + way, s::getUpdateCount);
                    keys(s, seen);
                    c.rollback();
                  }
                  seen.see("update", () -> s.executeUpdate(text, Statement.RETURN_GENERATED_KEYS));
                  keys(s, seen);
                  c.rollback();
                  seen.see("large", () -> s.executeLargeUpdate(text, new String[] {"id"}));
                  keys(s, seen);
                }
              }));
      cases.add(
          new Case(
              "keys of a prepared statement: " + text,
              (c, seen) -> {
                c.setAutoCommit(false);
                for (PreparedStatement each :
                    List.of(
                        c.prepareStatement(text, Statement.RETURN_GENERATED_KEYS),
                        c.prepareStatement(text, Statement.NO_GENERATED_KEYS),
                        c.prepareStatement(text, new String[] {"id"}),
                        c.prepareStatement(text, new String[] {"ID", "none"}),
                        c.prepareStatement(text, new String[0]))) {
                  try (each) {
                    seen.act("columns", () -> seen.columns(each.getMetaData()));
                    seen.see("first", each::execute);
                    seen.see("count", each::getUpdateCount);
                    keys(each, seen);
                    c.rollback();
                    seen.see("update", each::executeUpdate);
                    keys(each, seen);
                    c.rollback();
                  }
                }
                seen.see("no indexes", () -> c.prepareStatement(text, new int[0]).execute());
              }));
    }
    cases.add(
        new Case(
            "keys by a constant that is none",
            (c, seen) -> {
              try (Statement s = c.createStatement()) {
                seen.see("executed", () -> s.execute("insert into kept default values", 17));
              }
            }));
    cases.add(
        new Case(
            "keys by the indexes of columns",
            (c, seen) -> {
              String text = "insert into kept default values";
              int[] first = {1};
              seen.see("prepared", () -> c.prepareStatement(text, first));
              try (Statement s = c.createStatement()) {
                seen.see("executed", () -> s.execute(text, first));
                seen.see("updated", () -> s.executeUpdate(text, first));
                seen.see("largely", () -> s.executeLargeUpdate(text, first));
              }
            }));
    return cases;
  }

  /** A way to execute a text and to ask for keys. */
  @FunctionalInterface
  private interface Asking {
    boolean of(Statement statement, String text) throws java.sql.SQLException;
  }

  private static final List<Asking> ASKINGS =
      List.of(
          (s, text) -> s.execute(text, Statement.RETURN_GENERATED_KEYS),
          (s, text) -> s.execute(text, Statement.NO_GENERATED_KEYS),
          (s, text) -> s.execute(text, new String[] {"id", "name"}),
          (s, text) -> s.execute(text, new String[] {"Id"}),
          (s, text) -> s.execute(text, new String[] {"none"}),
          (s, text) -> s.execute(text, new String[0]),
          (s, text) -> s.execute(text, new int[0]),
          Statement::execute);

  private static void keys(Statement s, Observation seen) {
    seen.act(
        "keys",
        () -> {
          try (ResultSet keys = s.getGeneratedKeys()) {
            seen.columns(keys.getMetaData());
            seen.rows(keys);
          }
        });
    seen.see("more", s::getMoreResults);
  }
}
