package io.shardrouter.internal.exec;

import io.shardrouter.ScatterException;
import io.shardrouter.ShardOutcome;
import io.shardrouter.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the failure of a reading is told to whoever asked for it. */
@FunctionalInterface
interface Failures {
  /** What ended a reading before its last row. */
  enum Reason {
    /** A shard, which is the cause. */
    SHARD_FAILED,
    /** Somebody else: the cause says who and why. */
    STOPPED,
    /** The time ran out. */
    LATE,
    /** The reader's thread was interrupted. */
    INTERRUPTED,
    /** Moves kept running. */
    UNSETTLED
  }

  /** {@link ScatterException}s, for those who ask for a scatter. */
  Failures OF_SCATTER =
      (reason, what, outcomes, cause) ->
          new ScatterException(
              reason == Reason.UNSETTLED ? SqlState.RETRY : SqlState.SCATTER_FAILED,
              "scatter: " + what,
              outcomes,
              cause);

  /** For those who know of no shards: with the SQLSTATE that one PostgreSQL would have given. */
  Failures OF_STATEMENT = Failures::ofStatement;

  /**
   * The exception to throw.
   *
   * @param what ended it
   * @param outcomes how far each shard was
   */
  SQLException of(
      Reason reason, String what, List<ShardOutcome> outcomes, @Nullable Throwable cause);

  private static SQLException ofStatement(
      Reason reason, String what, List<ShardOutcome> outcomes, @Nullable Throwable cause) {
    String state = cause instanceof SQLException failure ? failure.getSQLState() : null;
    return switch (reason) {
      case LATE -> new SQLException("canceling statement: " + what, QUERY_CANCELED);
      case STOPPED -> new SQLException(what, state, cause);
      case SHARD_FAILED ->
          state == null || isOfConnection(state)
              ? OF_SCATTER.of(reason, what, outcomes, cause)
              : new SQLException(
                  "shard %s failed with SQLSTATE %s; the cause has the server's own message"
                      .formatted(failed(outcomes, cause), state),
                  state,
                  cause);
      case INTERRUPTED, UNSETTLED -> OF_SCATTER.of(reason, what, outcomes, cause);
    };
  }

  /** PostgreSQL's state of what was cancelled, or took too long. */
  String QUERY_CANCELED = "57014";

  /** Whether it tells of a lost connection or a server that goes down, and not of a statement. */
  private static boolean isOfConnection(String state) {
    return state.startsWith("08") || state.startsWith("57P");
  }

  private static String failed(List<ShardOutcome> outcomes, @Nullable Throwable cause) {
    return outcomes.stream()
        .filter(outcome -> outcome.cause() == cause)
        .map(outcome -> Integer.toString(outcome.shard()))
        .findFirst()
        .orElse("?");
  }
}
