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
  JSON,
  TEXTS,
  INTEGERS,
  UUID,
  MOOD,
  /** Text under a collation of the column's own. */
  LABEL,
  /** Equal ones may look different. */
  SPAN,
  /** Only as a column: short floats, whose sums depend on the order, and what is rare. */
  OTHER;

  /** What two selects can have in common. */
  static final ImmutableList<Kind> COMMON =
      ImmutableList.of(INTEGER, TEXT, NUMERIC, DATE, BOOL, TIMESTAMP, FLOAT, INSTANT);

  /** What few tables have a column of. */
  static final ImmutableList<Kind> RARE =
      ImmutableList.of(JSON, TEXTS, INTEGERS, UUID, MOOD, LABEL);

  /**
   * The kind of a column.
   *
   * @param type as {@code format_type} says
   * @param collated whether it has a collation of its own
   */
  static Kind of(String type, boolean collated) {
    if (collated) {
      return LABEL;
    }
    return switch (type) {
      case "smallint", "integer", "bigint" -> INTEGER;
      case "double precision" -> FLOAT;
      case "text" -> TEXT;
      case "boolean" -> BOOL;
      case "date" -> DATE;
      case "timestamp without time zone" -> TIMESTAMP;
      case "timestamp with time zone" -> INSTANT;
      case "jsonb" -> JSON;
      case "text[]" -> TEXTS;
      case "integer[]" -> INTEGERS;
      case "uuid" -> UUID;
      case "mood" -> MOOD;
      case "interval" -> SPAN;
      default ->
          type.startsWith("numeric")
              ? NUMERIC
              : type.startsWith("character varying") ? TEXT : OTHER;
    };
  }
}
