package io.shardrouter.internal.shards;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Tells the pool which errors leave a connection usable. HikariCP throws one away on {@code 0A000},
 * which the driver raises for any method that it lacks and the server for any statement that it
 * does not support: the transaction, and the caller's session, would be lost with it.
 */
final class StillUsable implements SQLExceptionOverride {
  private static final String NOT_SUPPORTED = "0A000";

  @java.lang.Override
  public Override adjudicate(SQLException e) {
    return NOT_SUPPORTED.equals(e.getSQLState()) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
  }
}
