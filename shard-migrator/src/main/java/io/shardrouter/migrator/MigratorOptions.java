package io.shardrouter.migrator;

import java.time.Duration;

/**
 * How a migrator behaves.
 *
 * @param fenceWait how long to try to keep the writers of a subject off before its move is given
 *     up; default 30 s
 * @param movesPerShard how many moves a batch runs at once from or to one shard; default 4
 */
public record MigratorOptions(Duration fenceWait, int movesPerShard) {
  /** The defaults. */
  public static final MigratorOptions DEFAULT = new MigratorOptions(Duration.ofSeconds(30), 4);

  /** Refuses what cannot work. */
  public MigratorOptions {
    if (fenceWait.isNegative() || fenceWait.isZero()) {
      throw new IllegalArgumentException("fenceWait must be longer than nothing, not " + fenceWait);
    }
    if (movesPerShard < 1) {
      throw new IllegalArgumentException("movesPerShard must be at least 1, not " + movesPerShard);
    }
  }

  /** The same with another {@link #fenceWait}. */
  public MigratorOptions withFenceWait(Duration value) {
    return new MigratorOptions(value, movesPerShard);
  }

  /** The same with another {@link #movesPerShard}. */
  public MigratorOptions withMovesPerShard(int value) {
    return new MigratorOptions(fenceWait, value);
  }
}
