package io.shardrouter.internal.guard;

import io.shardrouter.SqlState;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Tells a guard that waited too long from a lock that a statement of the caller's waited for. */
public final class GuardWait {
  private static final String MESSAGE = "shard_router: the guard waited";

  private GuardWait() {}

  /** Whether {@code failure} is a guard's. */
  public static boolean isBehind(SQLException failure) {
    return failure instanceof PSQLException e
        && SqlState.GUARD_WAIT.matches(e.getSQLState())
        && e.getServerErrorMessage() != null
        && String.valueOf(e.getServerErrorMessage().getMessage()).startsWith(MESSAGE);
  }
}
