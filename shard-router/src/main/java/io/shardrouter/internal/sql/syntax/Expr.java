package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An expression, and where it stands. Parentheses around it belong to no expression. */
public sealed interface Expr {
  /** Its tokens, without parentheses around it. */
  Span span();

  /** The expressions right inside it, without those of a query. */
  ImmutableList<Expr> parts();

  /** The query right inside it. */
  default Optional<Query> inner() {
    return Optional.empty();
  }

  /** Itself and all expressions inside it, without those of queries. */
  default Stream<Expr> walk() {
    List<Expr> all = new ArrayList<>();
    Deque<Expr> open = new ArrayDeque<>();
    open.push(this);
    while (!open.isEmpty()) {
      Expr next = open.pop();
      all.add(next);
      next.parts().reverse().forEach(open::push);
    }
    return all.stream();
  }

  /** What holds no expression. */
  sealed interface Leaf extends Expr {
    @Override
    default ImmutableList<Expr> parts() {
      return ImmutableList.of();
    }
  }

  /** {@code a}, {@code t.a}, {@code s.t.a}; or a relation as a value; or a field of such one. */
  record Column(Span span, ImmutableList<Name> names) implements Leaf {
    /** The last of the names. */
    public String last() {
      return names.get(names.size() - 1).value();
    }
  }

  /** {@code *} or {@code t.*}. */
  record Star(Span span, ImmutableList<Name> qualifier) implements Leaf {}

  /** A question mark; {@code index} from 1. */
  record Parameter(Span span, int index) implements Leaf {}

  /** A value in the text. */
  record Constant(Span span, Written of, String value) implements Leaf {}

  /** What a constant is written as. */
  enum Written {
    /** In quotes. */
    STRING,
    /** Digits. */
    NUMBER,
    /** TRUE or FALSE. */
    BOOLEAN,
    /** NULL. */
    NULL,
    /** B'…' or X'…'. */
    BITS,
    /** DEFAULT, in the rows of an INSERT and in SET. */
    DEFAULT
  }

  /** How a subquery's rows are used. */
  enum Usage {
    /** Its only row's value. */
    SCALAR,
    /** Whether there are any. */
    EXISTS,
    /** All as an array. */
    ARRAY
  }

  /** {@code CAST(x AS t)}, {@code x::t}, or {@code t 'x'}. */
  record Cast(Span span, Expr operand, TypeName type) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(operand);
    }
  }

  /** All of {@code parts}. */
  record And(Span span, ImmutableList<Expr> parts) implements Expr {}

  /** Any of {@code parts}. */
  record Or(Span span, ImmutableList<Expr> parts) implements Expr {}

  /** NOT. */
  record Not(Span span, Expr operand) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(operand);
    }
  }

  /**
   * An operator.
   *
   * @param operator as written; {@code OPERATOR(…)} with its schema
   * @param left empty for a prefix
   */
  record Operation(Span span, String operator, Optional<Expr> left, Expr right) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return left.isPresent() ? ImmutableList.of(left.get(), right) : ImmutableList.of(right);
    }
  }

  /** {@code IN (…)} with values. */
  record In(Span span, Expr left, boolean negated, ImmutableList<Expr> items) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.<Expr>builder().add(left).addAll(items).build();
    }
  }

  /** {@code IN (SELECT …)}. */
  record InQuery(Span span, Expr left, boolean negated, Query query) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(left);
    }

    @Override
    public Optional<Query> inner() {
      return Optional.of(query);
    }
  }

  /** {@code = ANY (array)} and the like. */
  record Quantified(Span span, Expr left, String operator, boolean all, Expr array)
      implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(left, array);
    }
  }

  /** {@code = ANY (SELECT …)} and the like. */
  record QuantifiedQuery(Span span, Expr left, String operator, boolean all, Query query)
      implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(left);
    }

    @Override
    public Optional<Query> inner() {
      return Optional.of(query);
    }
  }

  /** {@code (a, b)} or {@code ROW(a, b)}. */
  record Row(Span span, ImmutableList<Expr> items) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return items;
    }
  }

  /** {@code (SELECT …)}, {@code EXISTS (SELECT …)} or {@code ARRAY(SELECT …)}. */
  record SubQuery(Span span, Usage of, Query query) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of();
    }

    @Override
    public Optional<Query> inner() {
      return Optional.of(query);
    }
  }

  /** {@code COLLATE}. */
  record Collated(Span span, Expr operand, ImmutableList<Name> collation) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(operand);
    }
  }

  /** {@code (x).field}, or {@code (x).*} with an empty name. */
  record Field(Span span, Expr operand, String field) implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return ImmutableList.of(operand);
    }
  }

  /** {@code CURRENT_DATE} and the like. */
  record SessionValue(Span span, String word) implements Leaf {}

  /** A function that has a syntax of its own, or an operator of words; immutable. */
  record Syntax(Span span, String word, ImmutableList<Expr> parts) implements Expr {}

  /**
   * A function's call.
   *
   * @param star whether it is called with {@code (*)}
   * @param orderBy inside the parentheses, or behind WITHIN GROUP
   */
  record Call(
      Span span,
      ImmutableList<Name> name,
      ImmutableList<Expr> arguments,
      boolean star,
      boolean distinct,
      ImmutableList<Sort> orderBy,
      boolean withinGroup,
      Optional<Expr> filter,
      Optional<Window> over)
      implements Expr {
    @Override
    public ImmutableList<Expr> parts() {
      return Stream.of(
              arguments.stream(),
              orderBy.stream().map(Sort::key),
              filter.stream(),
              over.stream().flatMap(Window::parts))
          .flatMap(stream -> stream)
          .collect(ImmutableList.toImmutableList());
    }

    /** The name without a schema. */
    public String last() {
      return name.get(name.size() - 1).value();
    }

    /** Whether it is written as only aggregates are. */
    public boolean aggregate() {
      return star || distinct || withinGroup || !orderBy.isEmpty() || filter.isPresent();
    }
  }

  /** A key of an ORDER BY. */
  record Sort(Span span, Expr key, Direction direction, Nulls nulls) {}

  /** The direction of an order. */
  enum Direction {
    /** Upwards, which is the default. */
    ASCENDING,
    /** DESC. */
    DESCENDING,
    /** USING an operator. */
    USING
  }

  /** Where an order puts NULL. */
  enum Nulls {
    /** Above all other values. */
    DEFAULT,
    /** NULLS FIRST. */
    FIRST,
    /** NULLS LAST. */
    LAST
  }

  /**
   * What stands behind OVER, or a definition of the WINDOW clause.
   *
   * @param base the definition that it is or begins with
   * @param offsets of its frame
   */
  record Window(
      Span span,
      Optional<Name> base,
      ImmutableList<Expr> partitionBy,
      ImmutableList<Sort> orderBy,
      ImmutableList<Expr> offsets) {
    /** The expressions in it. */
    public Stream<Expr> parts() {
      return Stream.of(partitionBy.stream(), orderBy.stream().map(Sort::key), offsets.stream())
          .flatMap(stream -> stream);
    }
  }
}
