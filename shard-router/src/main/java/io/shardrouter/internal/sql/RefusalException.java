package io.shardrouter.internal.sql;

import io.shardrouter.SqlState;

/** Ends the analysis of a statement that is refused. */
final class RefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusalException(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  RefusalException(String clause, String reason, String wayOut) {
    this(new Refusal(SqlState.REFUSED, clause, reason, wayOut));
  }

  Refusal refusal() {
    return refusal;
  }
}
