package io.shardrouter.internal.guard;

import io.shardrouter.SqlState;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Tells a guard that waited too long from a lock that a statement of the caller's waited for. */
public final class GuardWait {
  private static final String MESSAGE = "shard_router: the guard waited";
  private static final String OUTRUN = "shard_router: a move began before this transaction's";

  private GuardWait() {}

  /** Whether {@code failure} is a guard's that waited too long. */
  public static boolean isBehind(SQLException failure) {
    return says(failure, SqlState.GUARD_WAIT, MESSAGE);
  }

  /** Whether {@code failure} is a guard's that could not wait, because its snapshot is too old. */
  public static boolean isOutrun(SQLException failure) {
    return says(failure, SqlState.RETRY, OUTRUN);
  }

  private static boolean says(SQLException failure, SqlState state, String message) {
    return failure instanceof PSQLException e
        && state.matches(e.getSQLState())
        && e.getServerErrorMessage() != null
        && String.valueOf(e.getServerErrorMessage().getMessage()).startsWith(message);
  }
}
