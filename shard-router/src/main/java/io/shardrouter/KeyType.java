package io.shardrouter;

/** The PostgreSQL type of a sharding column, which gives a key its one canonical text. */
public enum KeyType {
  /** {@code text}, {@code varchar}: the characters as they are. */
  TEXT,
  /** {@code smallint}, {@code integer}, {@code bigint}: decimal digits, no leading zeros. */
  BIGINT,
  /** {@code uuid}: lower case with dashes. */
  UUID,
  /** {@code date}: ISO 8601. */
  DATE,
  /** {@code timestamptz}: ISO 8601 in UTC. */
  TIMESTAMPTZ
}
