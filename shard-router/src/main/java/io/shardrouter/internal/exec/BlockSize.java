package io.shardrouter.internal.exec;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many rows to ask for at a time, so that a block stays within a number of bytes: few at first,
 * and then by the width of those that came. A fetch size is a hint: of narrow rows a block has some
 * times as many, as long as it is small, since each block costs a round trip in which nothing can
 * be given to the caller. For one thread.
 */
final class BlockSize {
  /** Rows of the first block, of which nothing is known. */
  private static final int FIRST = AnswerSize.FEW;

  /** Rows of each block whose width is measured. */
  private static final int SAMPLE = 8;

  /** A block has no more than this many times the rows of the one before: widths differ. */
  private static final int GROWTH = 8;

  /** How many times the rows of the fetch size a block may have, while it is small. */
  private static final int NARROW = 8;

  /** Bytes of a small block. */
  private static final long SMALL = 512 << 10;

  /** What the JVM takes for a value besides its bytes. */
  private static final int PER_VALUE = 24;

  private final int most;
  private final long bytes;
  private int rows;
  private int measured;
  private long width;

  /**
   * @param most rows at most, unless they are narrow
   * @param bytes what a block should not exceed; 0: each block has {@code most} rows
   */
  BlockSize(int most, long bytes) {
    this.most = most;
    this.bytes = bytes;
    this.rows = bytes == 0 ? most : Math.min(most, FIRST);
  }

  /** Rows of the block that is asked for now. */
  int rows() {
    return rows;
  }

  /** Looks at a row of the block that has come. */
  void look(ResultSet row, int columns) throws SQLException {
    if (bytes > 0 && measured < SAMPLE) {
      measured++;
      for (int i = 1; i <= columns; i++) {
        byte[] value = row.getBytes(i);
        width += PER_VALUE + (value == null ? 0 : value.length);
      }
    }
  }

  /** Whether {@link AnswerSize#FEW} rows of the width that was measured would fit into a block. */
  boolean fitsFew() {
    return bytes > 0 && width * FIRST <= bytes * Math.max(1, measured);
  }

  /** Decides about the next block; gives its rows. */
  int next() {
    if (bytes > 0 && measured > 0) {
      long fitting = Math.max(1, bytes * measured / Math.max(1, width));
      long narrow = Math.min((long) most * NARROW, SMALL * measured / Math.max(1, width));
      rows = (int) Math.min(Math.min(Math.max(most, narrow), fitting), (long) rows * GROWTH);
      measured = 0;
      width = 0;
    }
    return rows;
  }
}
