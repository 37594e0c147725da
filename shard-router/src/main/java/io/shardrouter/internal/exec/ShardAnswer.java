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
  private final Along.Told told;
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
      Along.Told told,
      ResultSet rows)
      throws SQLException {
    this.extent = extent;
    this.size = size;
    this.statement = statement;
    this.told = told;
    this.rows = rows;
    this.columns = rows.getMetaData().getColumnCount();
  }

  /** Asks in a new snapshot, and waits for what the shard tells along and the first block. */
  static ShardAnswer first(ReadingConnection connection, Reading reading) throws SQLException {
    String opening = connection.open(reading.extent());
    String along = reading.along().sql();
    boolean again = !along.isEmpty() && !connection.hasOneSnapshot();
    String closing = reading.extent() == Reading.Extent.WHOLE ? connection.closing() : "";
    return of(
        connection.driver(),
        new Text(
            opening
                + (along.isEmpty() ? "" : along + "; ")
                + reading.sql()
                + (again ? "; " + along : "")
                + closing,
            !along.isEmpty(),
            again),
        reading);
  }

  /** Asks in the transaction as it is, and waits for the first block. */
  static ShardAnswer next(BaseConnection driver, Reading reading) throws SQLException {
    return of(driver, new Text(reading.sql(), false, false), reading);
  }

  /**
   * What travels.
   *
   * @param along whether something is asked ahead of the rows
   * @param again whether it is asked behind them too: a move that is in the rows but not in what
   *     was told came between the two
   */
  private record Text(String sql, boolean along, boolean again) {
    void bind(PreparedStatement statement, Reading reading) throws SQLException {
      int at = along ? reading.along().bindTo(statement, 1) : 1;
      at = reading.parameters().bindTo(statement, at);
      if (again) {
        reading.along().bindTo(statement, at);
      }
    }
  }

  private static ShardAnswer of(BaseConnection driver, Text text, Reading reading)
      throws SQLException {
    PreparedStatement statement = driver.prepareStatement(text.sql());
    try {
      BlockSize size = new BlockSize(reading.fetchSize(), reading.blockBytes());
      statement.setFetchSize(reading.extent() == Reading.Extent.WHOLE ? 0 : size.rows());
      // A block that grew by itself would not end where advance() looks for its end.
      statement.unwrap(PGStatement.class).setAdaptiveFetch(false);
      text.bind(statement, reading);
      boolean onRows = isOnRows(statement, statement.execute());
      Along.Told told = Traffic.NONE;
      if (text.along() && onRows) {
        told = reading.along().read(statement.getResultSet());
        onRows = isOnRows(statement, statement.getMoreResults());
      }
      if (!onRows) {
        throw new RefusedException(
            SqlState.REFUSED, "a scatter takes a statement that reads; this one gives no rows");
      }
      ResultSet rows = statement.getResultSet();
      if (text.again()) {
        statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        told = told.unlessChanged(reading.along().read(statement.getResultSet()));
      }
      ShardAnswer answer = new ShardAnswer(reading.extent(), size, statement, told, rows);
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

  /** What the shard told along with the first rows. */
  Along.Told told() {
    return told;
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
