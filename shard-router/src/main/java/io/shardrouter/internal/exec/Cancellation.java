package io.shardrouter.internal.exec;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What cancels one execution of a statement, from any thread; once for each execution. */
public final class Cancellation {
  private @Nullable ShardCursors running;
  private boolean cancelled;

  /**
   * Ends what runs, now or once it begins, and waits until the shards have stopped; its reader is
   * told so by SQLSTATE {@code 57014}.
   */
  public void cancel() {
    ShardCursors cursors;
    synchronized (this) {
      cancelled = true;
      cursors = running;
    }
    if (cursors != null) {
      cursors.stop(reason());
    }
  }

  /** From now on {@code cursors} are what runs. */
  void runs(ShardCursors cursors) throws SQLException {
    synchronized (this) {
      running = cursors;
      if (!cancelled) {
        return;
      }
    }
    cursors.endAll();
    throw reason();
  }

  private static SQLException reason() {
    return new SQLException("canceling statement due to user request", Failures.QUERY_CANCELED);
  }
}
