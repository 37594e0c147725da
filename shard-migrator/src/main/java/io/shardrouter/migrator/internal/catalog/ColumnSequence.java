package io.shardrouter.migrator.internal.catalog;

/**
 * A sequence that feeds a column: of an identity or serial column, or named in its default.
 *
 * @param table qualified and quoted
 * @param column as in the catalog, unquoted
 * @param sequence qualified and quoted
 * @param oid the sequence's OID on its shard
 * @param increment the sequence's step
 * @param start its first value
 * @param cycles whether it starts again at its end
 * @param direct whether the column is of an integer type or numeric, and holds the sequence's own
 *     numbers, not something made of them
 */
public record ColumnSequence(
    String table,
    String column,
    String sequence,
    long oid,
    long increment,
    long start,
    boolean cycles,
    boolean direct) {

  /** The step of sequences that are disjoint over the shards: no more shards than this. */
  public static final long DISJOINT_INCREMENT = 1024;

  /**
   * Whether it must be moved past the numbers of rows that came in. Not where it is disjoint from
   * those of other shards: it never gives such a number, and moved onto one it would.
   */
  public boolean mustPassMovedRows() {
    return direct && increment != DISJOINT_INCREMENT;
  }

  /** Whether {@code number} is one that such a sequence gives on {@code shard}. */
  public static boolean belongsTo(int shard, long number) {
    return Math.floorMod(number - (shard + 1L), DISJOINT_INCREMENT) == 0;
  }

  /** The smallest number above {@code used} that such a sequence gives on {@code shard}. */
  public static long firstAfter(int shard, long used) {
    return used + 1 + Math.floorMod(shard - used, DISJOINT_INCREMENT);
  }
}
