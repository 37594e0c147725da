package io.shardrouter.internal.exec;

import java.sql.ResultSet;
import java.sql.SQLException;

/** In which order the shards' rows are given. For the reader's thread alone. */
interface RowSequence {
  /** Goes to the next row; false behind the last one of the last shard. */
  boolean next() throws SQLException;

  /** The driver's result set, on the row to which {@link #next} went. */
  ResultSet row();

  /** The shard that gave the row. */
  int shard();

  /** Whether no row follows the current one; may wait for the shards. */
  boolean isLast() throws SQLException;
}
