package io.shardrouter.internal.exec;

import io.shardrouter.SqlState;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of a scatter, or those of them that are wanted. Not thread-safe. */
public final class ScatterRows implements RowsOfShards {
  /**
   * Which rows are given, and how.
   *
   * @param offset rows passed over
   * @param limit rows given at most
   * @param hidden columns at the end that are not for the caller
   * @param atEnd what happens behind the last row
   */
  record View(long offset, long limit, int hidden, AtEnd atEnd) {
    static final View ALL = new View(0, Long.MAX_VALUE, 0, AtEnd.RELEASE);
  }

  /** What happens to the connections behind the last row, before the rows are closed. */
  enum AtEnd {
    RELEASE,
    /** They are held, because what describes the columns ends with their transaction. */
    HOLD
  }

  private final Router router;
  private final ShardCursors cursors;
  private final RowSequence rows;
  private final View view;
  private final long start;
  private long passed;
  private long given;
  private boolean onRow;

  /** Whether there is a first row, once that was asked before going to it. */
  private @Nullable Boolean first;

  private boolean ended;
  private boolean closed;
  private boolean atEnd;
  private @Nullable ResultSetMetaData described;

  ScatterRows(Router router, ShardCursors cursors, RowSequence rows, View view, long start) {
    this.router = router;
    this.cursors = cursors;
    this.rows = rows;
    this.view = view;
    this.start = start;
  }

  @Override
  public boolean next() throws SQLException {
    onRow = hasNext();
    first = null;
    if (onRow) {
      given++;
    }
    return onRow;
  }

  @Override
  public boolean hasFirst() throws SQLException {
    if (first == null) {
      first = hasNext();
    }
    return first;
  }

  private boolean hasNext() throws SQLException {
    if (first != null) {
      return first;
    }
    if (atEnd) {
      return false;
    }
    requireOpen();
    try {
      cursors.requireHealthy();
      if (advance()) {
        return true;
      }
      atEnd = true;
      if (view.atEnd() == AtEnd.RELEASE) {
        metaData();
        end(Outcome.SUCCESS);
      }
      return false;
    } catch (SQLException | RuntimeException e) {
      end(Outcome.FAILURE);
      throw e;
    }
  }

  private boolean advance() throws SQLException {
    for (; passed < view.offset(); passed++) {
      if (given == view.limit() || !rows.next()) {
        return false;
      }
    }
    return given < view.limit() && rows.next();
  }

  @Override
  public boolean isLast() throws SQLException {
    requireOpen();
    try {
      return onRow && (given == view.limit() || rows.isLast());
    } catch (SQLException | RuntimeException e) {
      end(Outcome.FAILURE);
      throw e;
    }
  }

  /** The id of the shard that gave the current row. */
  public int shard() throws SQLException {
    requireRow();
    return rows.shard();
  }

  @Override
  public ResultSet row() throws SQLException {
    requireRow();
    return rows.row();
  }

  @Override
  public long given() {
    return given;
  }

  @Override
  public boolean isOnRow() {
    return onRow;
  }

  /** Whether it stands behind the last row. */
  public boolean isAtEnd() {
    return atEnd && first == null;
  }

  @Override
  public int hidden() {
    return view.hidden();
  }

  /** The columns, up to the last row. */
  public ResultSetMetaData metaData() throws SQLException {
    requireOpen();
    ResultSetMetaData known = described;
    if (known == null) {
      known = cursors.describing().row().getMetaData();
      described = known;
    }
    return known;
  }

  /** As {@link #metaData}, and behind the last row too; for the columns' number and labels. */
  @Override
  public ResultSetMetaData columns() throws SQLException {
    ResultSetMetaData known = described;
    return known == null || closed ? metaData() : known;
  }

  /**
   * Asks about the columns what the driver may have to look up on a shard. Behind the last row that
   * takes a connection for a moment.
   */
  @Override
  public <T> T describe(Question<T> question) throws SQLException {
    if (!ended) {
      return question.ask(metaData());
    }
    columns();
    return cursors.describe(question);
  }

  /** Whether all connections have been given back. */
  public boolean isEnded() {
    return ended;
  }

  private void requireRow() throws SQLException {
    if (!onRow) {
      throw new SQLException("the scatter is not on a row: call next() first", "24000");
    }
  }

  private void requireOpen() throws SQLException {
    if (ended) {
      throw new SQLException("this scatter's result is closed", SqlState.CLOSED.code());
    }
  }

  private void end(Outcome outcome) {
    if (!ended) {
      ended = true;
      onRow = false;
      cursors.endAll();
      router.scatters().remove(cursors);
      router.endScatter(cursors.all().size(), start, outcome);
    }
  }

  @Override
  public void close() {
    end(Outcome.SUCCESS);
    closed = true;
    atEnd = false;
  }
}
