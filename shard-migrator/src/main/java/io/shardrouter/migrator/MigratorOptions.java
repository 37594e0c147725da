package io.shardrouter.migrator;

import java.time.Duration;

/**
 * How a migrator behaves.
 *
 * @param fenceWait how long to try to keep the writers of a subject off before its move is given
 *     up; default 30 s
 * @param movesPerShard how many moves a batch runs at once from or to one shard; default 1
 * @param share the part of its time in which a batch moves, above 0 to 1; default 0.02. A place
 *     that a move has had, on its source and on its target, stays empty for 1/share − 1 times as
 *     long as the move took. So moves take at most {@code movesPerShard · share} of a shard's time;
 *     1 is without rests. One move alone is not slowed down.
 */
public record MigratorOptions(Duration fenceWait, int movesPerShard, double share) {
  /** The defaults. */
  public static final MigratorOptions DEFAULT =
      new MigratorOptions(Duration.ofSeconds(30), 1, 0.02);

  /** Refuses what cannot work. */
  public MigratorOptions {
    if (fenceWait.isNegative() || fenceWait.isZero()) {
      throw new IllegalArgumentException("fenceWait must be longer than nothing, not " + fenceWait);
    }
    if (movesPerShard < 1) {
      throw new IllegalArgumentException("movesPerShard must be at least 1, not " + movesPerShard);
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be above 0 and at most 1, not " + share);
    }
  }

  /** The same with another {@link #fenceWait}. */
  public MigratorOptions withFenceWait(Duration value) {
    return new MigratorOptions(value, movesPerShard, share);
  }

  /** The same with another {@link #movesPerShard}. */
  public MigratorOptions withMovesPerShard(int value) {
    return new MigratorOptions(fenceWait, value, share);
  }

  /** The same with another {@link #share}. */
  public MigratorOptions withShare(double value) {
    return new MigratorOptions(fenceWait, movesPerShard, value);
  }
}
