package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;

/** The memory that one statement may hold. For one thread. */
final class Budget {
  private final long limit;
  private long used;

  Budget(long limit) {
    this.limit = limit;
  }

  /**
   * Counts {@code bytes} more, or fewer where negative, for rows of {@code table}.
   *
   * @throws RefusedException {@code SR006} where that is too much
   */
  void take(long bytes, String table) throws RefusedException {
    used += bytes;
    if (used > limit) {
      throw new RefusedException(
          SqlState.BYTE_BUDGET,
          "what the statement gathers, of %s at last, exceeds the byte budget of %d:"
                  .formatted(table, limit)
              + " bind a key, let it select less, or raise byteBudget in the configuration");
    }
  }
}
