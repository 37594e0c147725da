package io.shardrouter.benchmarks.moves;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of some users, as who moves them by hand names them.
 *
 * @param ids of the users, free of quotes
 */
record Rows(List<String> ids) {
  /** Parents first. */
  static final List<String> TABLES = List.of("users", "consciousness_states");

  Rows {
    ids = List.copyOf(ids);
  }

  String copyOut(String table) {
    return "copy (select * from " + table + condition(table) + ") to stdout (format binary)";
  }

  static String copyIn(String table) {
    return "copy " + table + " from stdin (format binary)";
  }

  String select(String table) {
    return "select * from " + table + condition(table);
  }

  String delete(String table) {
    return "delete from " + table + condition(table);
  }

  private String condition(String table) {
    String column = table.equals("users") ? "id" : "user_id";
    return ids.size() == 1
        ? " where " + column + " = '" + ids.get(0) + "'"
        : ids.stream().collect(Collectors.joining(",", " where " + column + " = any ('{", "}')"));
  }
}
