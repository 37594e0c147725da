package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** A statement that reads or writes rows. */
public sealed interface Statement permits Query, Statement.Modification {
  /** Its tokens. */
  Span span();

  /** A statement that writes rows. */
  sealed interface Modification extends Statement {
    /** The queries of WITH. */
    ImmutableList<Query.Cte> with();

    /** Whether WITH is recursive. */
    boolean recursive();

    /** The table that is written. */
    Query.Table target();

    /** RETURNING. */
    ImmutableList<Query.Item> returning();
  }

  /**
   * INSERT.
   *
   * @param columns empty: the table's own
   * @param rows empty: DEFAULT VALUES
   * @param conflictParts what stands in ON CONFLICT, besides what is set
   * @param conflictSets what DO UPDATE sets
   */
  record Insert(
      Span span,
      ImmutableList<Query.Cte> with,
      boolean recursive,
      Query.Table target,
      ImmutableList<Name> columns,
      Optional<Query> rows,
      ImmutableList<Expr> conflictParts,
      ImmutableList<Assignment> conflictSets,
      ImmutableList<Query.Item> returning)
      implements Modification {}

  /** UPDATE. */
  record Update(
      Span span,
      ImmutableList<Query.Cte> with,
      boolean recursive,
      Query.Table target,
      ImmutableList<Assignment> sets,
      ImmutableList<Query.From> from,
      Optional<Expr> where,
      boolean ofCursor,
      ImmutableList<Query.Item> returning)
      implements Modification {}

  /** DELETE. */
  record Delete(
      Span span,
      ImmutableList<Query.Cte> with,
      boolean recursive,
      Query.Table target,
      ImmutableList<Query.From> from,
      Optional<Expr> where,
      boolean ofCursor,
      ImmutableList<Query.Item> returning)
      implements Modification {}

  /** MERGE. */
  record Merge(
      Span span,
      ImmutableList<Query.Cte> with,
      boolean recursive,
      Query.Table target,
      Query.From source,
      Expr on,
      ImmutableList<When> whens)
      implements Modification {
    @Override
    public ImmutableList<Query.Item> returning() {
      return ImmutableList.of();
    }
  }

  /**
   * WHEN MATCHED or WHEN NOT MATCHED.
   *
   * @param sets what an UPDATE sets
   * @param columns of an INSERT; empty: the table's own
   * @param row of an INSERT; empty: none, or DEFAULT VALUES
   */
  record When(
      Optional<Expr> condition,
      Does does,
      ImmutableList<Assignment> sets,
      ImmutableList<Name> columns,
      ImmutableList<Expr> row) {}

  /** What a WHEN does. */
  enum Does {
    /** UPDATE. */
    UPDATE,
    /** INSERT. */
    INSERT,
    /** DELETE. */
    DELETE,
    /** DO NOTHING. */
    NOTHING
  }

  /**
   * {@code a = x}, or {@code (a, b) = …}.
   *
   * @param partial whether only a part of a column is set, such as an element
   */
  record Assignment(ImmutableList<Name> columns, Expr value, boolean partial) {}
}
