package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Rows: a SELECT, VALUES, TABLE, or a set operation over such.
 *
 * @param span with parentheses around it, if there are any
 * @param recursive whether WITH is
 */
public record Query(
    Span span,
    ImmutableList<Cte> with,
    boolean recursive,
    Body body,
    ImmutableList<Expr.Sort> orderBy,
    Optional<Limit> limit,
    ImmutableList<Locking> locking)
    implements Statement {

  /** A query of WITH. */
  public record Cte(
      Span span, Name name, ImmutableList<Name> columns, Statement statement, boolean searched) {}

  /** The rows before ORDER BY and LIMIT. */
  public sealed interface Body {}

  /** A query in parentheses. */
  public record Nested(Query query) implements Body {}

  /** UNION, INTERSECT or EXCEPT. */
  public record SetOperation(Operator operator, boolean all, Query left, Query right)
      implements Body {
    /** Which one. */
    public enum Operator {
      /** Rows of either. */
      UNION,
      /** Rows of both. */
      INTERSECT,
      /** Rows of the left one alone. */
      EXCEPT
    }
  }

  /**
   * VALUES.
   *
   * @param spans of the rows, with their parentheses
   */
  public record Values(ImmutableList<ImmutableList<Expr>> rows, ImmutableList<Span> spans)
      implements Body {}

  /**
   * SELECT, or TABLE, which is one of a star.
   *
   * @param listEnd the token behind the list of what is selected
   * @param rowsEnd the token behind FROM and WHERE
   * @param into whether the rows become a table
   */
  public record Select(
      Distinct distinct,
      ImmutableList<Expr> distinctOn,
      ImmutableList<Item> items,
      int listEnd,
      int rowsEnd,
      boolean into,
      ImmutableList<From> from,
      Optional<Expr> where,
      Grouping grouping,
      Optional<Expr> having,
      ImmutableList<NamedWindow> windows)
      implements Body {}

  /** Whether equal rows are given once. */
  public enum Distinct {
    /** All rows. */
    NONE,
    /** DISTINCT. */
    ROWS,
    /** DISTINCT ON. */
    ON
  }

  /** Something selected, and the name given to it. */
  public record Item(Span span, Expr value, Optional<Name> alias) {}

  /**
   * GROUP BY.
   *
   * @param present whether there is one
   * @param sets whether there are GROUPING SETS, ROLLUP or CUBE in it
   */
  public record Grouping(boolean present, boolean sets, ImmutableList<Expr> keys) {}

  /** A definition of the WINDOW clause. */
  public record NamedWindow(Name name, Expr.Window window) {}

  /**
   * LIMIT, OFFSET, FETCH.
   *
   * @param count empty: all
   * @param ties whether WITH TIES
   */
  public record Limit(Span span, Optional<Expr> count, Optional<Expr> offset, boolean ties) {}

  /** FOR UPDATE and the like, as written. */
  public record Locking(Span span, String words) {}

  /** Something of a FROM clause. */
  public sealed interface From {}

  /**
   * What a table, or what stands for one, is called.
   *
   * @param name empty: not renamed
   */
  public record Alias(Optional<Name> name, ImmutableList<Name> columns) {
    static final Alias NONE = new Alias(Optional.empty(), ImmutableList.of());
  }

  /** A table, view or query of WITH. */
  public record Table(
      Span span, ImmutableList<Name> names, boolean only, Alias alias, boolean sample)
      implements From {}

  /** A query. */
  public record Derived(Span span, Query query, boolean lateral, Alias alias) implements From {}

  /** Functions. */
  public record Functions(
      Span span, ImmutableList<Expr> calls, boolean ordinality, Alias alias, boolean typedColumns)
      implements From {}

  /**
   * A join.
   *
   * @param using the columns of USING
   * @param alias of the whole; its rows are then seen by it alone
   */
  public record Join(
      Span span,
      Kind kind,
      boolean natural,
      From left,
      From right,
      Optional<Expr> on,
      ImmutableList<Name> using,
      Alias alias)
      implements From {
    /** Which rows without a partner it keeps. */
    public enum Kind {
      /** None. */
      INNER,
      /** The left side's. */
      LEFT,
      /** The right side's. */
      RIGHT,
      /** Both sides'. */
      FULL
    }
  }
}
