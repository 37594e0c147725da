package io.shardrouter.benchmarks.moves;

import com.google.common.collect.Lists;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;

/**
 * What a service writes that has no tool for it: it selects the rows, inserts them one by one with
 * prepared statements in a transaction on the target, without batches, and deletes them in another
 * one on the source.
 */
final class Handwritten implements Transfer {
  private final Rows rows;
  private final List<Connection> sides;

  Handwritten(Pair pair, Rows rows) throws SQLException {
    this.rows = rows;
    this.sides = List.of(pair.connect(0), pair.connect(1));
  }

  @Override
  public void move(int from, int to) throws SQLException {
    Connection source = sides.get(from);
    Connection target = sides.get(to);
    target.setAutoCommit(false);
    for (String table : Rows.TABLES) {
      insert(source, target, table);
    }
    target.commit();
    target.setAutoCommit(true);
    source.setAutoCommit(false);
    try (Statement statement = source.createStatement()) {
      for (String table : Lists.reverse(Rows.TABLES)) {
        statement.executeUpdate(rows.delete(table));
      }
    }
    source.commit();
    source.setAutoCommit(true);
  }

  private void insert(Connection source, Connection target, String table) throws SQLException {
    try (Statement select = source.createStatement();
        ResultSet row = select.executeQuery(rows.select(table))) {
      int columns = row.getMetaData().getColumnCount();
      String places = String.join(", ", Collections.nCopies(columns, "?"));
      try (PreparedStatement insert =
          target.prepareStatement("insert into " + table + " values (" + places + ")")) {
        while (row.next()) {
          for (int column = 1; column <= columns; column++) {
            insert.setObject(column, row.getObject(column));
          }
          insert.executeUpdate();
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection side : sides) {
      side.close();
    }
  }
}
