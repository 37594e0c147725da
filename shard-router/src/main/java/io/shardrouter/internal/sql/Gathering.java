package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
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
