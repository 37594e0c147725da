package io.shardrouter;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A scatter ended before its last row: what it gave until then is not an answer. SQLSTATE {@code
 * SR008}; {@code 40001} where moves kept running through it, so that it may be run again. The first
 * failure is the cause, those of further shards are suppressed exceptions.
 */
public final class ScatterException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final ShardOutcome[] outcomes;

  /**
   * @param state {@link SqlState#SCATTER_FAILED} or {@link SqlState#RETRY}
   * @param message what ended the scatter; each shard's outcome is added to it
   * @param outcomes one for each shard of the scatter
   * @param cause the first failure, or null where no shard failed
   */
  public ScatterException(
      SqlState state, String message, List<ShardOutcome> outcomes, @Nullable Throwable cause) {
    super(message + ": " + describe(outcomes), state.code(), cause);
    this.outcomes = outcomes.toArray(new ShardOutcome[0]);
    for (ShardOutcome outcome : outcomes) {
      if (outcome.cause() != null && outcome.cause() != cause) {
        addSuppressed(outcome.cause());
      }
    }
  }

  /** How far each shard came, in the order of their ids. */
  public List<ShardOutcome> outcomes() {
    return List.of(outcomes);
  }

  /** In one line, without the servers' own texts: they may quote rows. The causes carry them. */
  private static String describe(List<ShardOutcome> outcomes) {
    return outcomes.stream().map(ScatterException::describe).collect(joining("; "));
  }

  private static String describe(ShardOutcome outcome) {
    String status = outcome.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String rows = outcome.rows() == 1 ? " after 1 row" : " after " + outcome.rows() + " rows";
    String state =
        outcome.cause() instanceof SQLException failure
            ? " (SQLSTATE " + failure.getSQLState() + ")"
            : "";
    return "shard "
        + outcome.shard()
        + " "
        + status
        + (outcome.status() == ShardOutcome.Status.NOT_STARTED ? "" : rows)
        + state;
  }
}
