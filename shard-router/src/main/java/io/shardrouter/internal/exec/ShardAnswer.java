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

  private final Reading.Extent extent;
  private final BlockSize size;
  private final PreparedStatement statement;
  private final Traffic traffic;
  private final ResultSet rows;
  private final int columns;
  private long blockEnd;
  private boolean onUngivenRow;
  private volatile boolean exhausted;
  private volatile long count;

  private ShardAnswer(
      Reading.Extent extent,
      BlockSize size,
      PreparedStatement statement,
      Traffic traffic,
      ResultSet rows)
      throws SQLException {
    this.extent = extent;
    this.size = size;
    this.statement = statement;
    this.traffic = traffic;
    this.rows = rows;
    this.columns = rows.getMetaData().getColumnCount();
  }

  /** Asks in a new snapshot, and waits for the shard's traffic and the first block. */
  static ShardAnswer first(ReadingConnection connection, Reading reading) throws SQLException {
    String opening = connection.open(reading.extent());
    String traffic = reading.guarded() ? Traffic.SELECT + "; " : "";
    String again = reading.guarded() && !connection.hasOneSnapshot() ? "; " + Traffic.SELECT : "";
    String closing = reading.extent() == Reading.Extent.WHOLE ? connection.closing() : "";
    return of(
        connection.driver(),
        new Text(
            opening + traffic + reading.sql() + again + closing,
            !traffic.isEmpty(),
            !again.isEmpty()),
        reading);
  }

  /** Asks in the transaction as it is, and waits for the first block. */
  static ShardAnswer next(BaseConnection driver, Reading reading) throws SQLException {
    return of(driver, new Text(reading.sql(), false, false), reading);
  }

  /**
   * What travels.
   *
   * @param traffic whether the shard's traffic is asked ahead of the rows
   * @param trafficAgain whether it is asked behind them too: a move that is in the rows but not in
   *     the traffic came between the two
   */
  private record Text(String sql, boolean traffic, boolean trafficAgain) {}

  private static ShardAnswer of(BaseConnection driver, Text text, Reading reading)
      throws SQLException {
    PreparedStatement statement = driver.prepareStatement(text.sql());
    try {
      BlockSize size = new BlockSize(reading.fetchSize(), reading.blockBytes());
      statement.setFetchSize(reading.extent() == Reading.Extent.WHOLE ? 0 : size.rows());
      // A block that grew by itself would not end where advance() looks for its end.
      statement.unwrap(PGStatement.class).setAdaptiveFetch(false);
      reading.parameters().bindTo(statement);
      boolean onRows = isOnRows(statement, statement.execute());
      Traffic traffic = Traffic.NONE;
      if (text.traffic() && onRows) {
        traffic = Traffic.read(statement.getResultSet());
        onRows = isOnRows(statement, statement.getMoreResults());
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
      ShardAnswer answer = new ShardAnswer(reading.extent(), size, statement, traffic, rows);
      answer.fetched();
      return answer;
    } catch (SQLException | RuntimeException e) {
      closeAfter(e, statement);
      throw e;
    }
  }

  /** Passes over what gives no rows, such as the settings that go ahead. */
  private static boolean isOnRows(PreparedStatement statement, boolean isResultSet)
      throws SQLException {
    boolean onRows = isResultSet;
    while (!onRows && statement.getUpdateCount() >= 0) {
      onRows = statement.getMoreResults();
    }
    return onRows;
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
    rows.setFetchSize(size.next());
    fetched();
  }

  private void fetched() throws SQLException {
    onUngivenRow = rows.next();
    exhausted = !onUngivenRow;
    blockEnd += size.rows();
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
    if (extent == Reading.Extent.BLOCKS && count == blockEnd) {
      return Position.BLOCK_END;
    }
    if (rows.next()) {
      return given();
    }
    exhausted = true;
    return Position.END;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the reader alone.
  private Position given() throws SQLException {
    count++;
    size.look(rows, columns);
    return Position.ON_ROW;
  }

  /** Whether the current row is the last; may wait for the shard. */
  boolean isLast() throws SQLException {
    return rows.isLast();
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
