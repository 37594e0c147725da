package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/**
 * A connection by which one shard takes part in a reading. A source of its own, such as the
 * caller's open transaction, implements this and {@link Source}.
 */
interface ReadingConnection {
  /** Where a reading gets its connections. */
  @FunctionalInterface
  interface Source {
    /** From the shards' pools, in a transaction of its own. */
    Source POOLS = PooledReading::take;

    /** A connection to {@code shard}; nothing is sent over it yet. */
    ReadingConnection take(Shard shard) throws SQLException;
  }

  /** The driver's connection. */
  BaseConnection driver();

  /**
   * What stands around a reading in the same round trip, so that all of it sees one snapshot.
   *
   * @param opening statements that give no rows, each with a semicolon, or nothing
   * @param closing begins with a semicolon, or is empty
   */
  record Frame(String opening, String closing) {}

  /** Makes ready for {@code reading}, and gives what stands around it. */
  Frame open(Reading reading) throws SQLException;

  /** Whether all that is asked in one round trip sees one snapshot. */
  boolean hasOneSnapshot();

  /** Gives the snapshot up: what comes next is to see another one, or nothing comes. */
  void renew() throws SQLException;

  /**
   * Whether another transaction, one that writes temporary tables, may run here once {@link #renew}
   * was called.
   */
  boolean isForAnything();

  /**
   * Whether what still runs when its rows are not wanted any more is waited for: to cancel it would
   * fail a transaction that goes on.
   */
  boolean endsGently();

  /** Gives the connection back to whoever it is from. */
  void end() throws SQLException;

  /** As {@link #end}, where the connection is not sound any more; it may be closed already. */
  void discard();
}
