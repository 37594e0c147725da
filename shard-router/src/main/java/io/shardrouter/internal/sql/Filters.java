package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Conditions that keep rows of a mention from mattering, and that a shard can check by itself: each
 * is about columns of that mention alone, and gives the same everywhere.
 */
final class Filters {
  // Whatever could fail might do so for rows that plain PostgreSQL never looks at.
  private static final ImmutableSet<String> SAFE_OPERATORS =
      ImmutableSet.of(
          "=", "<>", "!=", "<", ">", "<=", ">=", "~~", "||", "@>", "<@", "&&", "->", "->>", "#>",
          "#>>", "?", "?|", "?&", "^@");

  private static final ImmutableSet<String> SAFE_FUNCTIONS =
      ImmutableSet.of("lower", "upper", "length", "char_length", "btrim", "ltrim", "rtrim", "md5");

  private static final ImmutableSet<String> SAFE_SYNTAX =
      ImmutableSet.of(
          "is null",
          "is not null",
          "isnull",
          "notnull",
          "is true",
          "is not true",
          "is false",
          "is not false",
          "is unknown",
          "is not unknown",
          "is distinct from",
          "is not distinct from",
          "between",
          "not between",
          "between symmetric",
          "like",
          "not like",
          "ilike",
          "not ilike",
          "coalesce",
          "nullif",
          "greatest",
          "least",
          "array",
          "btrim",
          "ltrim",
          "rtrim",
          "case",
          "case else",
          "case of",
          "case of else");

  private final Bindings bindings;
  private final FunctionFacts functions;
  private final Joins joins;
  private final IdentityHashMap<Source, List<Expr>> byMention = new IdentityHashMap<>();

  Filters(Bindings bindings, FunctionFacts functions) {
    this.bindings = bindings;
    this.functions = functions;
    Families families = new Families();
    bindings.queries().forEach(families::prepare);
    ConditionReader conditions = new ConditionReader(bindings, families);
    this.joins = new Joins(conditions);
    for (BoundQuery query : bindings.queries()) {
      if (query.body() instanceof BoundQuery.OfSelect of) {
        select(of.select(), conditions);
      }
    }
  }

  /** All of which must be true of a row of {@code mention} for it to matter. */
  List<Expr> of(Source mention) {
    return byMention.getOrDefault(mention, List.of()).stream()
        .filter(filter -> isOf(filter, mention))
        .toList();
  }

  private void select(BoundSelect select, ConditionReader conditions) {
    List<Expr> where = select.syntax().where().map(Filters::parts).orElse(List.of());
    Condition condition = select.syntax().where().map(conditions::read).orElse(Condition.NOTHING);
    Set<Source> present = joins.present(condition, select.from());
    select.from().forEach(item -> collect(item, where, present));
  }

  private void collect(BoundFrom from, List<Expr> filters, Set<Source> present) {
    if (from instanceof BoundFrom.Leaf leaf) {
      byMention.put(leaf.source(), filters);
      return;
    }
    BoundFrom.Joined join = (BoundFrom.Joined) from;
    List<Expr> on = join.on().map(Filters::parts).orElse(List.of());
    Set<Source> optional = joins.optional(join, present);
    boolean left = join.left().sources().anyMatch(optional::contains);
    boolean right = join.right().sources().anyMatch(optional::contains);
    // The filters from outside hold where no row of NULLs can take a row's place.
    collect(join.left(), side(filters, right, on, left), present);
    collect(join.right(), side(filters, left, on, right), present);
  }

  private static List<Expr> side(
      List<Expr> filters, boolean outside, List<Expr> on, boolean dropped) {
    List<Expr> all = new ArrayList<>();
    if (outside) {
      all.addAll(filters);
    }
    if (dropped) {
      all.addAll(on);
    }
    return all;
  }

  private static List<Expr> parts(Expr condition) {
    return condition instanceof Expr.And and
        ? and.parts().stream().flatMap(part -> parts(part).stream()).toList()
        : ImmutableList.of(condition);
  }

  private boolean isOf(Expr filter, Source mention) {
    List<Expr> all = filter.walk().toList();
    return all.stream().anyMatch(Expr.Column.class::isInstance)
        && all.stream().allMatch(expr -> isPlain(expr, mention));
  }

  /** Whether it is about the mention alone, gives the same everywhere, and fails for no value. */
  private boolean isPlain(Expr expr, Source mention) {
    if (expr instanceof Expr.Column) {
      return bindings.attribute(expr).filter(a -> a.owner() == mention).isPresent();
    }
    if (expr instanceof Expr.Call call) {
      return functions.of(call) == Catalog.Function.IMMUTABLE
          && call.over().isEmpty()
          && SAFE_FUNCTIONS.contains(call.last());
    }
    if (expr instanceof Expr.Operation operation) {
      return SAFE_OPERATORS.contains(operation.operator()) || isNumber(operation);
    }
    if (expr instanceof Expr.Cast cast) {
      return cast.operand() instanceof Expr.Constant || cast.operand() instanceof Expr.Parameter;
    }
    return expr.inner().isEmpty()
        && !(expr instanceof Expr.Syntax syntax && !SAFE_SYNTAX.contains(syntax.word()))
        && !(expr instanceof Expr.Star)
        && !(expr instanceof Expr.SessionValue)
        && !(expr instanceof Expr.Field);
  }

  /** A number with a sign. */
  private static boolean isNumber(Expr.Operation operation) {
    return operation.left().isEmpty() && operation.right() instanceof Expr.Constant;
  }
}
