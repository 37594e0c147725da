package io.shardrouter.differential;

import java.sql.Connection;
import java.sql.SQLException;

/** A question that takes more of JDBC than a text. */
record Probe(String category, String name, boolean writes, Body body) implements Question {
  /** What is done on the connection. */
  interface Body {
    void ask(Connection connection, Answer answer) throws SQLException;
  }

  static Probe reading(String category, String name, Body body) {
    return new Probe(category, name, false, body);
  }

  static Probe writing(String category, String name, Body body) {
    return new Probe(category, name, true, body);
  }

  @Override
  public void ask(Connection connection, Answer answer) throws SQLException {
    body.ask(connection, answer);
  }
}
