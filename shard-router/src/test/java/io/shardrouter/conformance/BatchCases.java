package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Batches of texts and of parameters, and what they say when a member fails. */
final class BatchCases {
  private static final String INSERT = "insert into things (name, amount) values (?, ?)";

  private BatchCases() {}

  static List<Case> all() {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put("none", List.of());
    texts.put("one", List.of("update things set amount = 1"));
    texts.put(
        "several",
        List.of(
            "insert into things (name) values ('a'), ('b')",
            "delete from parts",
            "update things set amount = 1 where false",
            "insert into users (id) values ('u3')"));
    texts.put(
        "a failure in the middle",
        List.of(
            "insert into things (name) values ('a')",
            "insert into things (name) values ('one')",
            "insert into things (name) values ('c')"));
    texts.put(
        "a failure at first", List.of("insert into things (id) values (1)", "delete from parts"));
    texts.put("a syntax error", List.of("delete from parts", "delet from parts"));
    texts.put("a query", List.of("delete from parts", "select 1", "delete from things"));
    texts.put(
        "DDL", List.of("create temp table t (id int)", "insert into t values (1)", "drop table t"));
    texts.put(
        "two statements in one",
        List.of("delete from parts; delete from users", "delete from things"));
    texts.put("transaction control", List.of("delete from parts", "commit"));
    texts.put("a setting", List.of("set application_name = 'b'", "delete from parts"));
    List<Case> cases = new ArrayList<>();
    for (boolean autoCommit : new boolean[] {true, false}) {
      texts.forEach(
          (name, all) ->
              cases.add(
                  new Case(
                      "batch of texts, %s, autocommit %s".formatted(name, autoCommit),
                      (c, seen) -> {
                        c.setAutoCommit(autoCommit);
                        try (Statement s = c.createStatement()) {
                          for (String text : all) {
                            s.addBatch(text);
                          }
                          end(c, s, seen);
                        }
                      })));
      rows()
          .forEach(
              (name, all) ->
                  cases.add(
                      new Case(
                          "batch of parameters, %s, autocommit %s".formatted(name, autoCommit),
                          (c, seen) -> {
                            c.setAutoCommit(autoCommit);
                            try (PreparedStatement s = c.prepareStatement(INSERT)) {
                              fill(s, all);
                              end(c, s, seen);
                            }
                          })));
    }
    cases.addAll(single());
    return cases;
  }

  private static Map<String, List<Object[]>> rows() {
    Map<String, List<Object[]>> rows = new LinkedHashMap<>();
    rows.put("none", List.of());
    rows.put("one", List.<Object[]>of(row("a", 1)));
    rows.put("several", List.of(row("a", 1), row("b", 2L), row("c", "3.5"), row(null, 4)));
    rows.put("a failure in the middle", List.of(row("a", 1), row("one", 2), row("c", 3)));
    rows.put("a failure at last", List.of(row("a", 1), row("b", 2), row("a", 3)));
    rows.put("a null in the middle", List.of(row("a", 1), row("b", null), row("c", 3)));
    List<Object[]> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(row("many " + i, i));
    }
    rows.put("three hundred", many);
    List<Object[]> failing = new ArrayList<>(many);
    failing.set(280, row("one", 1));
    rows.put("a failure late in three hundred", failing);
    return rows;
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private static void fill(PreparedStatement s, List<Object[]> rows) throws SQLException {
    for (Object[] row : rows) {
      s.setObject(1, row[0]);
      s.setObject(2, row[1] instanceof String text ? new java.math.BigDecimal(text) : row[1]);
      s.addBatch();
    }
  }

  private static void end(Connection c, Statement s, Observation seen) throws SQLException {
    seen.see("counts", s::executeBatch);
    seen.see("count after", s::getUpdateCount);
    seen.see("more", s::getMoreResults);
    seen.see("again", s::executeBatch);
    seen.see("keys", s::getGeneratedKeys);
    try (Statement other = c.createStatement()) {
      seen.see("things", () -> other.executeQuery("select count(*) from things"));
    }
    seen.act(
        "commit",
        () -> {
          if (!c.getAutoCommit()) {
            c.commit();
          }
        });
  }

  private static List<Case> single() {
    return List.of(
        new Case(
            "large batch of texts",
            (c, seen) -> {
              try (Statement s = c.createStatement()) {
                s.addBatch("delete from parts");
                s.addBatch("delete from things");
                seen.see("counts", s::executeLargeBatch);
              }
            }),
        new Case(
            "large batch of parameters with a failure",
            (c, seen) -> {
              try (PreparedStatement s = c.prepareStatement(INSERT)) {
                fill(s, List.of(row("a", 1), row("one", 1)));
                seen.see("counts", s::executeLargeBatch);
              }
            }),
        new Case(
            "cleared batches",
            (c, seen) -> {
              try (Statement s = c.createStatement();
                  PreparedStatement p = c.prepareStatement(INSERT)) {
                s.addBatch("delete from parts");
                s.clearBatch();
                seen.see("counts", s::executeBatch);
                fill(p, List.of(row("a", 1), row("b", 1)));
                p.clearBatch();
                fill(p, List.<Object[]>of(row("c", 1)));
                seen.see("counts", p::executeBatch);
              }
            }),
        new Case(
            "batch with a missing parameter",
            (c, seen) -> {
              try (PreparedStatement p = c.prepareStatement(INSERT)) {
                p.setString(1, "a");
                seen.see(
                    "both",
                    () -> {
                      p.addBatch();
                      return p.executeBatch();
                    });
              }
            }),
        new Case(
            "batch between single executions",
            (c, seen) -> {
              try (PreparedStatement p = c.prepareStatement(INSERT)) {
                fill(p, List.of(row("a", 1), row("b", 1)));
                p.setString(1, "single");
                seen.see("single", p::executeUpdate);
                seen.see("batch", p::executeBatch);
                seen.see("single again", p::executeUpdate);
              }
            }),
        new Case(
            "batch of updates that hit several rows",
            (c, seen) -> {
              try (PreparedStatement p =
                  c.prepareStatement("update things set amount = ? where id <= ?")) {
                for (int i = 0; i < 4; i++) {
                  p.setInt(1, i);
                  p.setInt(2, i);
                  p.addBatch();
                }
                seen.see("counts", p::executeBatch);
              }
            }),
        new Case(
            "batch of a query",
            (c, seen) -> {
              try (PreparedStatement p = c.prepareStatement("select ?::int")) {
                p.setInt(1, 1);
                p.addBatch();
                p.setInt(1, 2);
                p.addBatch();
                seen.see("counts", p::executeBatch);
              }
            }),
        new Case(
            "batch with keys",
            (c, seen) -> {
              try (PreparedStatement p =
                  c.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
                fill(p, List.of(row("a", 1), row("b", 2), row("c", 3)));
                seen.see("counts", p::executeBatch);
                seen.see("keys", p::getGeneratedKeys);
              }
            }),
        new Case(
            "batch with keys and a failure",
            (c, seen) -> {
              try (PreparedStatement p = c.prepareStatement(INSERT, new String[] {"id", "name"})) {
                fill(p, List.of(row("a", 1), row("one", 2), row("c", 3)));
                seen.see("counts", p::executeBatch);
                seen.see("keys", p::getGeneratedKeys);
              }
            }),
        new Case(
            "batch with RETURNING",
            (c, seen) -> {
              try (PreparedStatement p = c.prepareStatement(INSERT + " returning id")) {
                fill(p, List.of(row("a", 1), row("b", 2)));
                seen.see("counts", p::executeBatch);
              }
            }),
        new Case(
            "batch after a failed transaction",
            (c, seen) -> {
              c.setAutoCommit(false);
              try (Statement s = c.createStatement();
                  PreparedStatement p = c.prepareStatement(INSERT)) {
                seen.see("failure", () -> s.execute("select 1/0"));
                fill(p, List.of(row("a", 1), row("b", 2)));
                seen.see("batch", p::executeBatch);
                c.rollback();
                fill(p, List.of(row("a", 1), row("b", 2)));
                seen.see("batch", p::executeBatch);
                c.commit();
              }
            }),
        new Case(
            "batch that goes on after its failure was undone",
            (c, seen) -> {
              c.setAutoCommit(false);
              try (PreparedStatement p = c.prepareStatement(INSERT)) {
                var before = c.setSavepoint();
                fill(p, List.of(row("a", 1), row("one", 2)));
                seen.see("batch", p::executeBatch);
                c.rollback(before);
                fill(p, List.of(row("d", 1), row("e", 2)));
                seen.see("batch", () -> Arrays.stream(p.executeBatch()).sum());
                c.commit();
              }
            }));
  }
}
