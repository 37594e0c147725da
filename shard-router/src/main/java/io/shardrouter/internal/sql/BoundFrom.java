package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.Optional;
import java.util.stream.Stream;

/** An item of a FROM clause whose names are resolved. */
sealed interface BoundFrom {
  /** The mentions in it, from the left. */
  Stream<Source> sources();

  /** One mention. */
  record Leaf(Source source) implements BoundFrom {
    @Override
    public Stream<Source> sources() {
      return Stream.of(source);
    }
  }

  /**
   * A join.
   *
   * @param pairs what USING or NATURAL makes equal
   */
  record Joined(
      Query.Join.Kind kind,
      BoundFrom left,
      BoundFrom right,
      Optional<Expr> on,
      ImmutableList<Pair> pairs)
      implements BoundFrom {
    @Override
    public Stream<Source> sources() {
      return Stream.concat(left.sources(), right.sources());
    }
  }

  /** Two columns that are equal. */
  record Pair(Attribute left, Attribute right) {}
}
