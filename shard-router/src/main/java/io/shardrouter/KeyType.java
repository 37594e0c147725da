package io.shardrouter;

/** The PostgreSQL type to which a value is converted before its key is written as text. */
public enum KeyType {
  /** {@code text} and {@code varchar}; the key is the text itself. */
  TEXT,
  /** {@code smallint}, {@code integer} and {@code bigint}; the key is the number in decimal. */
  BIGINT,
  /** {@code uuid}; the key is in lower case, with dashes. */
  UUID,
  /** {@code date}, years 1 to 9999; the key is {@code YYYY-MM-DD}. */
  DATE,
  /**
   * {@code timestamptz}, years 1 to 9999, to the microsecond; the key is the instant in UTC, {@code
   * YYYY-MM-DDTHH:MM:SS.ffffffZ}.
   */
  TIMESTAMPTZ
}
