package io.shardrouter.internal.exec;

import io.shardrouter.internal.guard.Lead;
import java.sql.SQLException;

/**
 * One execution of a caller's statement on whatever physical connection the session has now.
 *
 * @param <R> what it gives
 */
public interface Work<R> {
  /** Runs with {@code lead} ahead of the statement. */
  R run(Lead lead) throws SQLException;

  /** Whether it may be run again on another shard: nothing of it can be consumed only once. */
  default boolean isReplayable() {
    return true;
  }
}
