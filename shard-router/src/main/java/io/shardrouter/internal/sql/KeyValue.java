package io.shardrouter.internal.sql;

/** Where a statement has the value of a sharding key. */
public sealed interface KeyValue {
  /** The statement's parameter {@code index}, from 1. */
  record Parameter(int index) implements KeyValue {}

  /** Each element of the array that is the parameter {@code index}, from 1. */
  record Elements(int index) implements KeyValue {}

  /** A value in the text itself: a String, a Long or a BigDecimal. */
  record Literal(Object value) implements KeyValue {}

  /** NULL, to which no row is equal. */
  record Null() implements KeyValue {}
}
