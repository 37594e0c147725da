package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;

/**
 * How alike two answers must be.
 *
 * @param sequence how far the order of rows counts
 */
record Expectation(Sequence sequence, Exactness exactness) {
  /** Any order, every value to the letter. */
  static final Expectation DEFAULT = new Expectation(new Sequence.Any(), Exactness.LETTER);

  /** How far the order of rows counts. */
  sealed interface Sequence {
    record Any() implements Sequence {}

    /** The same rows in the same order. */
    record Same() implements Sequence {}

    /** The same rows, and these columns (from 1) in the same order: others decide no tie. */
    record By(ImmutableList<Integer> columns) implements Sequence {}
  }

  /** How far values count. */
  enum Exactness {
    LETTER,
    /**
     * Numbers that are equal need not have the same scale: where several equal ones are grouped,
     * any of them may stand for all.
     */
    NUMBER,
    /** The columns and the number of rows alone: values come from a sequence or a clock. */
    SHAPE
  }

  Expectation with(Sequence other) {
    return new Expectation(other, exactness);
  }

  Expectation with(Exactness other) {
    return new Expectation(sequence, other);
  }
}
