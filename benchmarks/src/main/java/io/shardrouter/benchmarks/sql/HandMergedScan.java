package io.shardrouter.benchmarks.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.benchmarks.measure.Together;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** All states in order, by a cursor on each shard and a heap over their first rows. */
final class HandMergedScan implements AutoCloseable {
  private final List<Cursor> cursors;

  HandMergedScan(List<HikariDataSource> pools, ExecutorService threads, int fetchSize)
      throws SQLException {
    List<Future<Cursor>> opened = new ArrayList<>();
    for (HikariDataSource pool : pools) {
      opened.add(threads.submit(() -> new Cursor(pool.getConnection(), fetchSize)));
    }
    cursors = Together.all(opened);
  }

  /** One shard's rows. */
  private static final class Cursor implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private String user = "";
    private long id;

    Cursor(Connection connection, int fetchSize) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      this.statement = connection.prepareStatement(BySql.SCAN);
      statement.setFetchSize(fetchSize);
      this.rows = statement.executeQuery();
    }

    boolean next() throws SQLException {
      if (!rows.next()) {
        return false;
      }
      user = rows.getString(1);
      id = rows.getLong(2);
      return true;
    }

    long made() throws SQLException {
      return id + rows.getString(3).length();
    }

    @Override
    public void close() throws SQLException {
      rows.close();
      statement.close();
      connection.commit();
      connection.setAutoCommit(true);
      connection.close();
    }
  }

  long sum() throws SQLException {
    PriorityQueue<Cursor> heads =
        new PriorityQueue<>(
            Comparator.comparing((Cursor cursor) -> cursor.user)
                .thenComparingLong(cursor -> cursor.id));
    for (Cursor cursor : cursors) {
      if (cursor.next()) {
        heads.add(cursor);
      }
    }
    long sum = 0;
    while (!heads.isEmpty()) {
      Cursor first = heads.remove();
      sum += first.made();
      if (first.next()) {
        heads.add(first);
      }
    }
    return sum;
  }

  @Override
  public void close() throws SQLException {
    for (Cursor cursor : cursors) {
      cursor.close();
    }
  }
}
