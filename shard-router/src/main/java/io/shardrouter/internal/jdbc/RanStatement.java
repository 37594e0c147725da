package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.routing.RoutedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What a logical statement ran last, and what that gave: the results of the one physical statement
 * that ran, whichever of those behind it that was.
 */
abstract class RanStatement extends ConfiguredStatement {
  private volatile @Nullable Statement ran;
  private @Nullable RoutedKey ranFor;

  RanStatement(Cursor cursor) {
    super(cursor);
  }

  /** A result set of {@code physical}, whose rows belong to {@code key}. */
  abstract ResultSet keyed(ResultSet physical, @Nullable RoutedKey key);

  /** Notes that {@code physical} is about to run for {@code key}. */
  final void ran(Statement physical, RoutedKey key) {
    ran = physical;
    ranFor = key;
  }

  final void forgetRan() {
    ran = null;
  }

  /** The result set of the statement that has just run, which must have given one. */
  final ResultSet rows(boolean isResultSet) throws SQLException {
    if (!isResultSet) {
      throw new SQLException("No results were returned by the query.", "02000");
    }
    return keyed(last().getResultSet());
  }

  final ResultSet keyed(ResultSet physical) {
    return keyed(physical, ranFor);
  }

  /** The row count of the statement that has just run, which must have given no result set. */
  final long count(boolean isResultSet) throws SQLException {
    if (isResultSet) {
      throw new SQLException("A result was returned when none was expected.", "0100E");
    }
    return Math.max(0, last().getLargeUpdateCount());
  }

  /**
   * A count as {@code int}; too large a one is -2, success without information, as the driver's.
   */
  static int small(long count) {
    return count > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) count;
  }

  /** The physical statement that ran last. */
  final Statement last() throws SQLException {
    requireOpen();
    Statement found = ran;
    return found == null ? delegate() : found;
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    ResultSet physical = last().getResultSet();
    return physical == null ? null : keyed(physical);
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return last().getUpdateCount();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return last().getLargeUpdateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return last().getMoreResults();
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    return last().getMoreResults(current);
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return keyed(last().getGeneratedKeys());
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    requireOpen();
    Statement found = ran;
    return found == null ? null : found.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    requireOpen();
    Statement found = ran;
    if (found != null) {
      found.clearWarnings();
    }
  }

  /** Cancels from any thread what runs on the shard; nothing where nothing runs. */
  @Override
  public void cancel() throws SQLException {
    Statement found = ran;
    if (found != null) {
      found.cancel();
    }
  }
}
