package io.shardrouter.internal.guard;

import io.shardrouter.SqlState;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why a guard did not let a transaction pass. */
public sealed interface GuardAnswer {

  /** How long the guard waited for a move before it answered, in milliseconds. */
  long waited();

  /**
   * The shard gave the key away, or never held it.
   *
   * @param by the row that decided
   * @param shard the holder that this row names
   * @param epoch that row's epoch; 0 for the base layout
   */
  record Moved(DecidedBy by, int shard, long epoch, long waited) implements GuardAnswer {}

  /**
   * The key is on its way here.
   *
   * @param move the move's id
   * @param source the shard whose decision tells who holds the key
   */
  record BeingAdopted(String move, int source, long waited) implements GuardAnswer {}

  /** The row that decides who holds a key. */
  enum DecidedBy {
    KEY,
    SLOT,
    BASE
  }

  /** What the guard answered, if {@code failure} or a cause of it is the guard's. */
  static Optional<GuardAnswer> of(SQLException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof PSQLException e && e.getServerErrorMessage() != null) {
        if (SqlState.MOVED.matches(e.getSQLState())) {
          return Answers.moved(e.getServerErrorMessage());
        }
        if (SqlState.BEING_ADOPTED.matches(e.getSQLState())) {
          return Answers.beingAdopted(e.getServerErrorMessage());
        }
      }
    }
    return Optional.empty();
  }

  /** Reads the details that the schema's functions raise. */
  final class Answers {
    private static final Pattern MOVED =
        Pattern.compile("by=(key|slot|base) shard=(\\d+) epoch=(\\d+) waited_ms=(\\d+)");
    private static final Pattern BEING_ADOPTED =
        Pattern.compile("move=(\\S+) source=(\\d+) waited_ms=(\\d+)");

    private Answers() {}

    private static Optional<GuardAnswer> moved(ServerErrorMessage message) {
      Matcher m = MOVED.matcher(String.valueOf(message.getDetail()));
      return m.matches()
          ? Optional.of(
              new Moved(
                  DecidedBy.valueOf(m.group(1).toUpperCase(java.util.Locale.ROOT)),
                  Integer.parseInt(m.group(2)),
                  Long.parseLong(m.group(3)),
                  Long.parseLong(m.group(4))))
          : Optional.empty();
    }

    private static Optional<GuardAnswer> beingAdopted(ServerErrorMessage message) {
      Matcher m = BEING_ADOPTED.matcher(String.valueOf(message.getDetail()));
      return m.matches()
          ? Optional.of(
              new BeingAdopted(
                  m.group(1), Integer.parseInt(m.group(2)), Long.parseLong(m.group(3))))
          : Optional.empty();
    }
  }
}
