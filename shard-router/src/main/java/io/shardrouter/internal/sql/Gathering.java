package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Optional;

/** How the exact answer of a reading statement is put together from several shards. */
public sealed interface Gathering {
  /**
   * The shards' rows, one shard behind the other or merged by an order. What is proven: every row
   * of the answer is a row of exactly one shard's answer.
   *
   * @param text what each shard is asked; its rows come in {@code order}, and where there is a
   *     limit, they are no more than offset and limit together
   * @param hidden how many columns at the end are there for the order alone
   * @param order empty: any
   * @param offset rows passed over, over all shards
   * @param limit rows given at most, over all shards, after the offset
   * @param otherwise what to do where a column of the order turns out to be of a type that Java
   *     does not order as PostgreSQL does
   */
  record Merge(
      ShardText text,
      int hidden,
      ImmutableList<OrderKey> order,
      Optional<Amount> offset,
      Optional<Amount> limit,
      Gathering otherwise)
      implements Gathering {}

  /**
   * Groups, of which each shard gives its part: the parts of a group are folded into one row. What
   * is proven: every row of a group is in exactly one shard's part of it.
   *
   * @param text what each shard is asked: the statement's own columns, and others behind them for
   *     the folding alone; in any order, and without a limit
   * @param hidden how many of these others there are
   * @param columns how each of the statement's columns is folded
   * @param keys columns, from 1, whose texts tell the groups apart; empty: there is one group, even
   *     of no rows
   * @param order of the folded rows
   * @param offset rows passed over
   * @param limit rows given at most, after the offset
   * @param otherwise what to do where a value or its type turns out to be beyond what Java folds as
   *     PostgreSQL does
   */
  record Fold(
      ShardText text,
      int hidden,
      ImmutableList<FoldedColumn> columns,
      ImmutableIntArray keys,
      ImmutableList<OrderKey> order,
      Optional<Amount> offset,
      Optional<Amount> limit,
      Gathering otherwise)
      implements Gathering {}

  /**
   * PostgreSQL finishes: rows of the shards are brought into one shard's session as tables of the
   * names that {@code statement} looks for, and it runs there.
   */
  record Finish(ImmutableList<Pull> pulls, ShardText statement) implements Gathering {}

  /** Not exactly answerable. */
  record Refused(Refusal refusal) implements Gathering {}

  /**
   * A column of the shards' rows by which they are ordered.
   *
   * @param column from 1
   * @param bytewise whether it is ordered by its bytes if it turns out to be text
   */
  record OrderKey(int column, boolean descending, boolean nullsFirst, boolean bytewise) {}

  /** How a column of groups is folded. Columns count from 1. */
  sealed interface FoldedColumn {
    /**
     * The same in all parts of a group.
     *
     * @param text the column that has it as text
     */
    record Key(int text) implements FoldedColumn {}

    /** A count, or a sum that is a bigint: added. */
    record Sum() implements FoldedColumn {}

    /** A sum that is numeric: added. */
    record NumericSum() implements FoldedColumn {}

    /**
     * The quotient of two sums.
     *
     * @param sum the column of the numeric one
     * @param count that of the bigint
     */
    record Average(int sum, int count) implements FoldedColumn {}

    /**
     * The least or greatest.
     *
     * @param text the column that has it as text
     * @param bytewise whether it is ordered by its bytes if it turns out to be text
     */
    record Extreme(int text, boolean greatest, boolean bytewise) implements FoldedColumn {}

    /**
     * AND or OR.
     *
     * @param all which one
     */
    record Truth(boolean all) implements FoldedColumn {}
  }

  /** A number of rows. NULL means none was given. */
  sealed interface Amount {
    /** Written in the text. */
    record Constant(long rows) implements Amount {}

    /** The parameter {@code index}, from 1. */
    record Parameter(int index) implements Amount {}
  }

  /**
   * Rows to bring along.
   *
   * @param name of the table that they become, as in the catalog
   * @param columns in the order of {@code text}
   * @param primaryKey where the statement depends on one: its columns; else empty
   * @param text what each shard is asked
   */
  record Pull(
      String name,
      ImmutableList<PulledColumn> columns,
      ImmutableList<String> primaryKey,
      ShardText text) {}

  /**
   * A column of a table that rows become.
   *
   * @param type in SQL; empty: as the shards' answer has it
   * @param collation its quoted name, where it is not the type's default
   */
  record PulledColumn(String name, Optional<String> type, Optional<String> collation) {}
}
