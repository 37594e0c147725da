package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

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
  /** Only as a column: arrays, JSON, an enum, texts under collations of their own. */
  OTHER;

  /** What two selects can have in common. */
  static final ImmutableList<Kind> COMMON =
      ImmutableList.of(INTEGER, TEXT, NUMERIC, DATE, BOOL, TIMESTAMP, FLOAT, INSTANT);

  /**
   * The kind of a column; empty where it is none to be generated: equal intervals look different,
   * and sums of short floats depend on the order.
   *
   * @param type as {@code format_type} says
   * @param collated whether it has a collation of its own
   */
  static Optional<Kind> of(String type, boolean collated) {
    if (collated) {
      return Optional.of(OTHER);
    }
    return switch (type) {
      case "smallint", "integer", "bigint" -> Optional.of(INTEGER);
      case "double precision" -> Optional.of(FLOAT);
      case "text" -> Optional.of(TEXT);
      case "boolean" -> Optional.of(BOOL);
      case "date" -> Optional.of(DATE);
      case "timestamp without time zone" -> Optional.of(TIMESTAMP);
      case "timestamp with time zone" -> Optional.of(INSTANT);
      case "real", "interval" -> Optional.empty();
      default ->
          Optional.of(
              type.startsWith("numeric")
                  ? NUMERIC
                  : type.startsWith("character varying") ? TEXT : OTHER);
    };
  }
}
