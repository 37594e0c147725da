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
          "the statement is finished on one shard, and the rows that it needs there, of %s at last,"
                  .formatted(table)
              + " exceed the byte budget of %d: bind a key, let it select less,".formatted(limit)
              + " or raise byteBudget in the configuration");
    }
  }
}
