package io.shardrouter.internal.sql;

import io.shardrouter.SqlState;

/**
 * Why a statement is not run.
 *
 * @param state the class of the reason
 * @param clause what in the statement it is, such as {@code FOR UPDATE}
 * @param reason why that cannot be right here
 * @param wayOut what to write instead
 */
public record Refusal(SqlState state, String clause, String reason, String wayOut) {
  /** As a person reads it. */
  public String message() {
    return clause + ": " + reason + "; " + wayOut;
  }
}
