package io.shardrouter.internal.sql;

/** Where a statement has the value of a sharding key. */
public sealed interface KeyValue {
  /** The statement's parameter {@code index}, from 1. */
  record Parameter(int index) implements KeyValue {}

  /** Each element of the array that is the parameter {@code index}, from 1. */
  record Elements(int index) implements KeyValue {}

  /** A value in the text itself: a String, a Long or a BigDecimal. */
  record Literal(Object value) implements KeyValue {}

  /**
   * Whatever lies between two values, of which each is a parameter, a literal or NULL.
   *
   * @param ofDates whether the column has dates; else it has instants
   * @param fromIncluded whether {@code from} itself is in it
   * @param toIncluded whether {@code to} itself is in it
   */
  record Range(
      boolean ofDates, KeyValue from, boolean fromIncluded, KeyValue to, boolean toIncluded)
      implements KeyValue {}

  /** NULL, to which no row is equal. */
  record Null() implements KeyValue {}
}
