package io.shardrouter.internal.exec;

import io.shardrouter.SqlState;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a scatter. Rows of a block that has arrived are given by the caller's thread alone;
 * while the next block of a shard is on its way, other shards' rows are given. Not thread-safe.
 */
public final class ScatterRows implements AutoCloseable {
  private final Router router;
  private final ShardCursors cursors;
  private final long start;
  private int unfinished;
  private @Nullable ShardCursor current;
  private boolean closed;
  private boolean atEnd;

  ScatterRows(Router router, ShardCursors cursors, long start) {
    this.router = router;
    this.cursors = cursors;
    this.start = start;
    this.unfinished = cursors.all().size();
  }

  /** Goes to the next row; false behind the last one of the last shard. */
  public boolean next() throws SQLException {
    if (atEnd) {
      return false;
    }
    requireOpen();
    try {
      cursors.requireHealthy();
      return advance();
    } catch (SQLException | RuntimeException e) {
      end(Outcome.FAILURE);
      throw e;
    }
  }

  private boolean advance() throws SQLException {
    while (true) {
      if (current == null) {
        if (unfinished == 0) {
          atEnd = true;
          end(Outcome.SUCCESS);
          return false;
        }
        current = cursors.take();
      }
      switch (current.advance()) {
        case ON_ROW -> {
          return true;
        }
        case BLOCK_END -> {
          cursors.fetch(current);
          current = null;
        }
        case END -> {
          unfinished--;
          finish(current);
          current = null;
        }
      }
    }
  }

  /** The first shard describes the columns, and may be asked about them: it stays to the end. */
  private void finish(ShardCursor cursor) {
    if (cursor != describing()) {
      cursors.finish(cursor);
    }
  }

  private ShardCursor describing() {
    return cursors.all().get(0);
  }

  /** The id of the shard that gave the current row. */
  public int shard() throws SQLException {
    return current().shard();
  }

  /** The driver's result set that stands on the current row. */
  public ResultSet row() throws SQLException {
    return current().row();
  }

  /** The columns. */
  public ResultSetMetaData metaData() throws SQLException {
    requireOpen();
    return describing().row().getMetaData();
  }

  private ShardCursor current() throws SQLException {
    if (current == null) {
      throw new SQLException("the scatter is not on a row: call next() first", "24000");
    }
    return current;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("this scatter's result is closed", SqlState.CLOSED.code());
    }
  }

  private void end(Outcome outcome) {
    if (!closed) {
      closed = true;
      current = null;
      cursors.endAll();
      router.scatters().remove(cursors);
      router.endScatter(cursors.all().size(), start, outcome);
    }
  }

  @Override
  public void close() {
    end(Outcome.SUCCESS);
    atEnd = false;
  }
}
