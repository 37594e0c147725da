package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/** The rows that one shard gives to one question, block by block. For one thread at a time. */
final class ShardAnswer {
  /** Where {@link #advance} came. */
  enum Position {
    ON_ROW,
    /** The next row is on the shard yet, if there is one. */
    BLOCK_END,
    END
  }

  private final Reading reading;
  private final PreparedStatement statement;
  private final Traffic traffic;
  private final ResultSet rows;
  private boolean onUngivenRow;
  private volatile boolean exhausted;
  private volatile long count;

  private ShardAnswer(
      Reading reading, PreparedStatement statement, Traffic traffic, ResultSet rows) {
    this.reading = reading;
    this.statement = statement;
    this.traffic = traffic;
    this.rows = rows;
  }

  /** Asks in a new snapshot, and waits for the shard's traffic and the first block. */
  static ShardAnswer first(ReadingConnection connection, Reading reading) throws SQLException {
    String opening = connection.opening();
    String traffic = reading.guarded() ? Traffic.SELECT + "; " : "";
    String again = reading.guarded() && !connection.hasOneSnapshot() ? "; " + Traffic.SELECT : "";
    String closing = reading.extent() == Reading.Extent.FIRST_BLOCK ? connection.closing() : "";
    return of(
        connection.driver(),
        new Text(
            opening + traffic + reading.sql() + again + closing,
            !opening.isEmpty(),
            !traffic.isEmpty(),
            !again.isEmpty()),
        reading);
  }

  /** Asks in the transaction as it is, and waits for the first block. */
  static ShardAnswer next(BaseConnection driver, Reading reading) throws SQLException {
    return of(driver, new Text(reading.sql(), false, false, false), reading);
  }

  /**
   * What travels.
   *
   * @param opened whether a statement that gives no rows goes ahead
   * @param traffic whether the shard's traffic is asked ahead of the rows
   * @param trafficAgain whether it is asked behind them too: a move that is in the rows but not in
   *     the traffic came between the two
   */
  private record Text(String sql, boolean opened, boolean traffic, boolean trafficAgain) {}

  private static ShardAnswer of(BaseConnection driver, Text text, Reading reading)
      throws SQLException {
    PreparedStatement statement = driver.prepareStatement(text.sql());
    try {
      statement.setFetchSize(reading.fetchSize());
      // A block that grew by itself would not end where advance() looks for its end.
      statement.unwrap(PGStatement.class).setAdaptiveFetch(false);
      reading.parameters().bindTo(statement);
      boolean onRows = statement.execute();
      if (text.opened()) {
        onRows = statement.getMoreResults();
      }
      Traffic traffic = Traffic.NONE;
      if (text.traffic() && onRows) {
        traffic = Traffic.read(statement.getResultSet());
        onRows = statement.getMoreResults();
      }
      if (!onRows) {
        throw new RefusedException(
            SqlState.REFUSED, "a scatter takes a statement that reads; this one gives no rows");
      }
      ResultSet rows = statement.getResultSet();
      if (text.trafficAgain()) {
        statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        traffic = traffic.unlessChanged(Traffic.read(statement.getResultSet()));
      }
      ShardAnswer answer = new ShardAnswer(reading, statement, traffic, rows);
      answer.fetch();
      return answer;
    } catch (SQLException | RuntimeException e) {
      closeAfter(e, statement);
      throw e;
    }
  }

  private static void closeAfter(Exception failure, PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Waits for the next block. */
  void fetch() throws SQLException {
    onUngivenRow = rows.next();
    exhausted = !onUngivenRow;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Goes to the next row of the block; never waits. */
  Position advance() throws SQLException {
    if (exhausted) {
      return Position.END;
    }
    if (onUngivenRow) {
      onUngivenRow = false;
      return given();
    }
    // The driver asks the shard exactly where a full block ends.
    if (count % reading.fetchSize() == 0) {
      if (reading.extent() == Reading.Extent.ALL) {
        return Position.BLOCK_END;
      }
    } else if (rows.next()) {
      return given();
    }
    exhausted = true;
    return Position.END;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the reader alone.
  private Position given() {
    count++;
    return Position.ON_ROW;
  }

  /** Whether the current row is the last; may wait for the shard. */
  boolean isLast() throws SQLException {
    boolean atBlockEnd = count % reading.fetchSize() == 0;
    return (atBlockEnd && reading.extent() == Reading.Extent.FIRST_BLOCK) || rows.isLast();
  }

  boolean isExhausted() {
    return exhausted;
  }

  /** Rows that {@link #advance} came to. */
  long count() {
    return count;
  }

  /** The driver's result set, on the current row. */
  ResultSet rows() {
    return rows;
  }

  void close() throws SQLException {
    statement.close();
  }
}
