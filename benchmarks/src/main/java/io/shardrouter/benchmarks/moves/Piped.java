package io.shardrouter.benchmarks.moves;

import com.google.common.collect.Lists;
import io.shardrouter.migrator.internal.move.CopyPipe;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The floor: {@code COPY} of one server piped into {@code COPY} of the other, straight into the
 * real tables, and then a {@code DELETE}. Safe only while nobody writes and nothing fails.
 */
final class Piped implements Transfer {
  private final Rows rows;
  private final List<Connection> sides;

  private Piped(Pair pair, Rows rows) throws SQLException {
    this.rows = rows;
    this.sides = List.of(pair.connect(0), pair.connect(1));
  }

  /** As one would write it. */
  static Piped plain(Pair pair, Rows rows) throws SQLException {
    return new Piped(pair, rows);
  }

  /** By a superuser who suppresses the checks of foreign keys. */
  static Piped withoutChecks(Pair pair, Rows rows) throws SQLException {
    Piped piped = new Piped(pair, rows);
    for (Connection side : piped.sides) {
      run(side, "set session_replication_role = replica");
    }
    return piped;
  }

  @Override
  public void move(int from, int to) throws SQLException {
    Connection source = sides.get(from);
    Connection target = sides.get(to);
    target.setAutoCommit(false);
    CopyPipe pipe = new CopyPipe(source, target);
    for (String table : Rows.TABLES) {
      pipe.copy(rows.copyOut(table), Rows.copyIn(table));
    }
    target.commit();
    target.setAutoCommit(true);
    source.setAutoCommit(false);
    for (String table : Lists.reverse(Rows.TABLES)) {
      run(source, rows.delete(table));
    }
    source.commit();
    source.setAutoCommit(true);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection side : sides) {
      side.close();
    }
  }
}
