package io.shardrouter;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A shard cannot be reached, has no free connection, or a guard waited too long. The same call may
 * succeed later. SQLSTATE {@code 08001}, or {@code 55P03} for a guard's wait.
 */
public final class ShardUnavailableException extends SQLTransientConnectionException {
  private static final long serialVersionUID = 1L;

  private final int shardId;

  /**
   * @param state the standard state of the failure
   * @param shardId the shard that did not answer
   * @param message what was attempted, how long, and what state the pool was in
   * @param cause the failure behind it, or null
   */
  public ShardUnavailableException(
      SqlState state, int shardId, String message, @Nullable Throwable cause) {
    super(message, state.code(), cause);
    this.shardId = shardId;
  }

  /** The shard that did not answer. */
  public int shardId() {
    return shardId;
  }
}
