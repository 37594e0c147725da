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
  private final BlockSize size;
  private final PreparedStatement statement;
  private final Along.Told told;
  private final ResultSet rows;
  private final int columns;

  /** Whether there were more rows than {@link AnswerSize#FEW}, and this answer lacks them. */
  private final boolean cut;

  private long blockEnd;
  private boolean onUngivenRow;
  private volatile boolean exhausted;
  private volatile long count;

  private ShardAnswer(
      Reading reading,
      BlockSize size,
      PreparedStatement statement,
      Along.Told told,
      ResultSet rows,
      boolean cut)
      throws SQLException {
    this.reading = reading;
    this.size = size;
    this.statement = statement;
    this.told = told;
    this.rows = rows;
    this.cut = cut;
    this.columns = rows.getMetaData().getColumnCount();
  }

  /** Asks in a new snapshot, and waits for what the shard tells along and the first block. */
  static ShardAnswer first(ReadingConnection connection, Reading reading) throws SQLException {
    if (reading.extent() != Reading.Extent.FEW) {
      return asked(connection, reading);
    }
    // A transaction that goes on needs no second round trip to end.
    if (connection.isForAnything()) {
      ShardAnswer few = asked(connection, reading);
      if (!few.cut) {
        return few;
      }
      few.close();
      reading.seen().sawLarge();
    }
    return asked(connection, reading.inBlocks());
  }

  private static ShardAnswer asked(ReadingConnection connection, Reading reading)
      throws SQLException {
    ReadingConnection.Frame frame = connection.open(reading);
    String along = reading.along().sql();
    boolean again = !along.isEmpty() && !connection.hasOneSnapshot();
    return of(
        connection.driver(),
        new Text(
            frame.opening()
                + (along.isEmpty() ? "" : along + "; ")
                + reading.sql()
                + (again ? "; " + along : "")
                + frame.closing(),
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
    boolean few = reading.extent() == Reading.Extent.FEW;
    PreparedStatement statement =
        few
            ? driver.prepareStatement(
                text.sql(), ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
            : driver.prepareStatement(text.sql());
    try {
      BlockSize size = new BlockSize(reading.fetchSize(), reading.blockBytes());
      statement.setFetchSize(reading.extent() == Reading.Extent.BLOCKS ? size.rows() : 0);
      if (few) {
        // Of each statement of the text; one row more than few tells that there are more.
        statement.setMaxRows(AnswerSize.FEW + 1);
      }
      // A block that grew by itself would not end where advance() looks for its end.
      statement.unwrap(PGStatement.class).setAdaptiveFetch(false);
      text.bind(statement, reading);
      boolean onRows = isOnRows(statement, statement.execute());
      Along.Told told = Traffic.NONE;
      boolean cut = false;
      if (text.along() && onRows) {
        cut = few && areMore(statement.getResultSet());
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
      ShardAnswer answer =
          new ShardAnswer(reading, size, statement, told, rows, cut || (few && areMore(rows)));
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

  private static boolean areMore(ResultSet rows) throws SQLException {
    boolean more = rows.absolute(AnswerSize.FEW + 1);
    rows.beforeFirst();
    return more;
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
      return ended();
    }
    if (onUngivenRow) {
      onUngivenRow = false;
      return given();
    }
    // The driver asks the shard exactly where a full block ends.
    if (reading.extent() == Reading.Extent.BLOCKS && count == blockEnd) {
      reading.seen().sawLarge();
      return Position.BLOCK_END;
    }
    if (rows.next()) {
      return given();
    }
    exhausted = true;
    return ended();
  }

  private Position ended() {
    if (reading.extent() == Reading.Extent.BLOCKS && blockEnd == size.rows() && size.fitsFew()) {
      reading.seen().sawSmall();
    }
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
