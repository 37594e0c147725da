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
  private @Nullable Answer answer;
  private volatile @Nullable Canceller others;

  /** Cancels what runs for a statement besides its physical ones. */
  @FunctionalInterface
  interface Canceller {
    /** For any thread. */
    void cancel() throws SQLException;
  }

  /** What a statement gave that no one physical statement gave. */
  sealed interface Answer {
    /** Rows of several shards. */
    record Rows(ResultSet rows) implements Answer {}

    /** Nothing but that it was done, to so many rows. */
    record Done(long count) implements Answer {}

    /**
     * Rows were inserted on several shards.
     *
     * @param keys of the rows, as the driver gives them
     */
    record Inserted(long count, ResultSet keys) implements Answer {}

    /** What was there has been passed over. */
    record Passed() implements Answer {}
  }

  RanStatement(Cursor cursor) {
    super(cursor);
  }

  /** A result set of {@code physical}, whose rows belong to {@code key}. */
  abstract ResultSet keyed(ResultSet physical, @Nullable RoutedKey key) throws SQLException;

  /** Notes that {@code physical} is about to run for {@code key}. */
  final void ran(Statement physical, @Nullable RoutedKey key) {
    answer = null;
    ran = physical;
    ranFor = key;
  }

  final void forgetRan() {
    ran = null;
  }

  /** Notes what the statement gave; whether that is rows. */
  final boolean answered(Answer given) {
    ran = null;
    answer = given;
    return given instanceof Answer.Rows;
  }

  /** Whether the statement still has what no one physical statement gave. */
  final boolean isAnswered() {
    return answer != null;
  }

  /** Closes rows of several shards that an earlier execution gave. */
  final void closeAnswer() throws SQLException {
    Answer before = answer;
    answer = null;
    if (before instanceof Answer.Rows rows) {
      rows.rows().close();
    } else if (before instanceof Answer.Inserted inserted) {
      inserted.keys().close();
    }
  }

  /** The result set of the statement that has just run, which must have given one. */
  final ResultSet rows(boolean isResultSet) throws SQLException {
    if (!isResultSet) {
      throw new SQLException("No results were returned by the query.", "02000");
    }
    return answer instanceof Answer.Rows gathered ? gathered.rows() : keyed(last().getResultSet());
  }

  final ResultSet keyed(ResultSet physical) throws SQLException {
    return keyed(physical, ranFor);
  }

  /** The row count of the statement that has just run, which must have given no result set. */
  final long count(boolean isResultSet) throws SQLException {
    if (isResultSet) {
      throw new SQLException("A result was returned when none was expected.", "0100E");
    }
    return answer == null
        ? Math.max(0, last().getLargeUpdateCount())
        : Math.max(0, answeredCount());
  }

  /** As {@link #count}, where keys were asked for: the driver then gives -1 for a result set. */
  final long countBesideKeys(boolean isResultSet) throws SQLException {
    return isResultSet ? -1 : count(false);
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
    if (answer != null) {
      requireOpen();
      return answer instanceof Answer.Rows gathered ? gathered.rows() : null;
    }
    ResultSet physical = last().getResultSet();
    return physical == null ? null : keyed(physical);
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return answer == null ? last().getUpdateCount() : small(answeredCount());
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return answer == null ? last().getLargeUpdateCount() : answeredCount();
  }

  private long answeredCount() throws SQLException {
    requireOpen();
    if (answer instanceof Answer.Inserted inserted) {
      return inserted.count();
    }
    return answer instanceof Answer.Done done ? done.count() : -1;
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    if (answer == null) {
      return last().getMoreResults(current);
    }
    requireOpen();
    if (current != KEEP_CURRENT_RESULT) {
      closeAnswer();
    }
    answer = new Answer.Passed();
    return false;
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    if (answer instanceof Answer.Inserted inserted) {
      requireOpen();
      return inserted.keys();
    }
    // Any other answer of several shards is one that was read: it has no keys.
    return keyed(answer == null ? last().getGeneratedKeys() : delegate().getGeneratedKeys());
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

  /** Notes what else is to be cancelled with this; null: nothing. */
  final void alsoCancels(@Nullable Canceller canceller) {
    others = canceller;
  }

  /** Cancels from any thread what runs on the shards; nothing where nothing runs. */
  @Override
  public void cancel() throws SQLException {
    Statement found = ran;
    if (found != null) {
      found.cancel();
    }
    Canceller canceller = others;
    if (canceller != null) {
      canceller.cancel();
    }
  }
}
