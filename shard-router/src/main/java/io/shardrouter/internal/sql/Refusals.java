package io.shardrouter.internal.sql;

import io.shardrouter.SqlState;

/** The words of refusals. */
final class Refusals {
  /** The way out that always exists. */
  static final String BIND =
      "bind a key (ShardScope, getConnection(ShardKey)) or use a hint (/* shard:key='…' */)";

  private Refusals() {}

  static Refusal of(String clause, String reason, String wayOut) {
    return new Refusal(SqlState.REFUSED, clause, reason, wayOut);
  }

  /** The key is the trouble. */
  static Refusal badKey(String clause, String reason, String wayOut) {
    return new Refusal(SqlState.BAD_KEY, clause, reason, wayOut);
  }
}
