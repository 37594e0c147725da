package io.shardrouter.conformance;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that a caller does with a connection. What it sees is to be the same through the router
 * as through the driver itself.
 *
 * @param name says what is done; no two cases have the same
 */
record Case(String name, Action action) {
  /** What is done. */
  @FunctionalInterface
  interface Action {
    /**
     * Does it.
     *
     * @param c in autocommit, over a fresh {@link Fixture}
     * @param seen takes down what is seen
     */
    void run(Connection c, Observation seen) throws Exception;
  }

  /** Cases by their names. */
  static List<Case> of(Map<String, Action> named) {
    List<Case> cases = new ArrayList<>();
    named.forEach((name, action) -> cases.add(new Case(name, action)));
    return cases;
  }

  /** What is seen on {@code c}. */
  Observation observe(Connection c) {
    Observation seen = new Observation();
    seen.act("the case", () -> action.run(c, seen));
    return seen;
  }

  @Override
  public String toString() {
    return name;
  }
}
