package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;

/** Types of generated expressions, as far as they matter to what can be done with one. */
enum Kind {
  INTEGER,
  NUMERIC,
  FLOAT,
  TEXT,
  BOOL,
  DATE,
  TIMESTAMP,
  INSTANT,
  /**
   * Only as a column: arrays, JSON, an enum, intervals, short floats, whose sums depend on the
   * order, and texts under collations of their own.
   */
  OTHER;

  /** What two selects can have in common. */
  static final ImmutableList<Kind> COMMON =
      ImmutableList.of(INTEGER, TEXT, NUMERIC, DATE, BOOL, TIMESTAMP, FLOAT, INSTANT);

  /**
   * The kind of a column.
   *
   * @param type as {@code format_type} says
   * @param collated whether it has a collation of its own
   */
  static Kind of(String type, boolean collated) {
    if (collated) {
      return OTHER;
    }
    return switch (type) {
      case "smallint", "integer", "bigint" -> INTEGER;
      case "double precision" -> FLOAT;
      case "text" -> TEXT;
      case "boolean" -> BOOL;
      case "date" -> DATE;
      case "timestamp without time zone" -> TIMESTAMP;
      case "timestamp with time zone" -> INSTANT;
      default ->
          type.startsWith("numeric")
              ? NUMERIC
              : type.startsWith("character varying") ? TEXT : OTHER;
    };
  }
}
