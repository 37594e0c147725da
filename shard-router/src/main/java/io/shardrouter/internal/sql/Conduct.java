package io.shardrouter.internal.sql;

/** How a text travels with its guard. */
public enum Conduct {
  /** One simple statement: the guard goes ahead of it in the same round trip. */
  PIPELINED,
  /** Needs a transaction around guard and text: several statements, CALL, DO, COPY. */
  BLOCK,
  /** Touches no row of a key (SET, SHOW, LISTEN, transaction control): goes without a guard. */
  UNGUARDED,
  /** Cannot run in a transaction block, or would escape its guard half-way. */
  REFUSED
}
