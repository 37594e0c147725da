package io.shardrouter;

import java.sql.SQLNonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked cannot be done correctly, so it was not done at all: a bad key ({@code SR003}), a
 * statement that does not fit where it was sent ({@code SR004}), a layout that disagrees ({@code
 * SR007}). Repeating the call without a change fails again; the message says what to change.
 */
public final class RefusedException extends SQLNonTransientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param state the reason's class, which becomes the SQLSTATE
   * @param message what was wrong, where, and what to do
   */
  public RefusedException(SqlState state, String message) {
    this(state, message, null);
  }

  /**
   * @param state the reason's class, which becomes the SQLSTATE
   * @param message what was wrong, where, and what to do
   * @param cause the failure behind it, or null
   */
  public RefusedException(SqlState state, String message, @Nullable Throwable cause) {
    super(message, state.code(), cause);
  }
}
