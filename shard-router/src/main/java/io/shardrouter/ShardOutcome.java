package io.shardrouter;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How far one shard came in a scatter that failed.
 *
 * @param shard the shard's id
 * @param status how it ended there
 * @param rows rows of this shard that the caller was given before the failure
 * @param cause what failed; null unless {@link Status#FAILED}
 */
public record ShardOutcome(int shard, Status status, long rows, @Nullable Throwable cause)
    implements Serializable {

  /** How a shard's part ended. */
  public enum Status {
    /** All its rows were given. */
    SUCCEEDED,
    /** It failed by itself. */
    FAILED,
    /** It was stopped because the scatter ended. */
    CANCELLED,
    /** Nothing was sent to it. */
    NOT_STARTED
  }
}
