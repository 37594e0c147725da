package io.shardrouter;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * The rows of a scatter, read shard by shard as they arrive: rows of different shards come in no
 * particular order, those of one shard in the order in which its server gives them. {@link #next}
 * ends with {@code false} after all rows of all shards were given exactly once, and with an
 * exception in every other case.
 *
 * <p>Holds a connection of each shard that has not given its last row, and is to be closed. Not
 * thread-safe; to end a scatter from another thread, interrupt the thread that reads it.
 */
public interface ScatterResult extends AutoCloseable {
  /**
   * Goes to the next row; {@code false} behind the last one. May wait for a shard.
   *
   * @throws ScatterException {@code SR008} where a shard failed, the time ran out, or the thread
   *     was interrupted (its interrupt flag stays set); this result is then closed
   * @throws SQLException {@code 08003} where this result is closed
   */
  boolean next() throws SQLException;

  /**
   * The id of the shard that gave the current row.
   *
   * @throws SQLException {@code 24000} where there is no current row
   */
  int shard() throws SQLException;

  /**
   * The current row, for all getters of JDBC; the same object may serve all rows. What moves or
   * changes it is refused with {@code SR004}.
   *
   * @throws SQLException {@code 24000} where there is no current row
   */
  ResultSet row() throws SQLException;

  /**
   * The columns, as the shard with the lowest id describes them; available up to the last row.
   *
   * @throws SQLException {@code 08003} where this result is closed or read to its end
   */
  ResultSetMetaData metaData() throws SQLException;

  /**
   * Cancels what still runs and gives the connections back. Closing again does nothing. Waits for
   * the shards to notice, for some seconds at most.
   */
  @Override
  void close();
}
