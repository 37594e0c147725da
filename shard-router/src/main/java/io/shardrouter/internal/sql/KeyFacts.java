package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds to which keys the rows of a statement are confined. */
final class KeyFacts {
  private final Bindings bindings;
  private final Families families = new Families();
  private final ConditionReader conditions;
  private final KeyRules rules = new KeyRules();
  private final Map<Attribute, ImmutableSet<KeyValue>> confined;

  KeyFacts(Bindings bindings) {
    this.bindings = bindings;
    this.conditions = new ConditionReader(bindings, families);
    bindings.queries().forEach(families::prepare);
    bindings.queries().forEach(this::query);
    bindings.sources().forEach(this::source);
    bindings.modifications().forEach(this::modification);
    this.confined = rules.confined();
  }

  /** The values to which a column is confined; empty where any row may matter. */
  Optional<ImmutableSet<KeyValue>> values(Attribute column) {
    return Optional.ofNullable(confined.get(column));
  }

  /** The values that an expression has: a constant, or a column that is confined. */
  Optional<ImmutableSet<KeyValue>> values(Expr expr, Family family) {
    Optional<KeyValue> constant = Constants.of(expr, family);
    if (constant.isPresent()) {
      return Optional.of(ImmutableSet.of(constant.get()));
    }
    Optional<Attribute> column = bindings.attribute(expr);
    return column
        .flatMap(c -> Constants.given(c, family))
        .or(() -> column.filter(c -> isOf(c, family)).flatMap(this::values));
  }

  private boolean isOf(Attribute column, Family family) {
    return families.of(column).equals(Optional.of(family));
  }

  Optional<Family> family(Attribute attribute) {
    return families.of(attribute);
  }

  /** A mention has the rows of what it mentions; filters reach in where it is the only one. */
  private void source(Source source) {
    if (source.query().isEmpty()) {
      return;
    }
    BoundQuery query = source.query().get();
    for (int i = 0; i < source.columns().size(); i++) {
      Attribute outside = new Attribute(source, i);
      Attribute inside = new Attribute(query, i);
      rules.follows(outside, inside);
      if (bindings.uses(query) == 1) {
        rules.follows(inside, outside);
      }
    }
  }

  private void query(BoundQuery query) {
    for (int i = 0; i < query.outputs().size(); i++) {
      Attribute output = new Attribute(query, i);
      if (query.body() instanceof BoundQuery.OfSelect of) {
        output(query, of.select(), i);
      } else if (query.body() instanceof BoundQuery.OfSet set) {
        outputOfSet(query, set, i);
      } else if (query.body() instanceof BoundQuery.OfQuery nested) {
        Attribute inner = new Attribute(nested.query(), i);
        rules.follows(output, inner);
        if (query.unlimited()) {
          rules.follows(inner, output);
        }
      } else if (query.body() instanceof BoundQuery.OfModification) {
        query.outputs().get(i).attribute().ifPresent(a -> rules.follows(output, a));
      }
    }
    if (query.body() instanceof BoundQuery.OfSelect of) {
      select(of.select());
    }
  }

  private void output(BoundQuery query, BoundSelect select, int index) {
    Optional<Attribute> column = select.outputs().get(index).attribute();
    if (column.isEmpty()) {
      return;
    }
    Attribute output = new Attribute(query, index);
    rules.follows(output, column.get());
    boolean own = sources(select.from()).contains(column.get().owner());
    if (own && query.unlimited() && keepsFilter(select, column.get())) {
      rules.follows(column.get(), output);
    }
  }

  /** Whether a filter on a column of the result is the same as one on the rows before. */
  private boolean keepsFilter(BoundSelect select, Attribute column) {
    if (select.windows() || select.syntax().distinct() == Query.Distinct.ON) {
      return false;
    }
    return !select.aggregates()
        || (!select.syntax().grouping().sets()
            && select.syntax().grouping().keys().stream()
                .anyMatch(key -> bindings.attribute(key).equals(Optional.of(column))));
  }

  private void outputOfSet(BoundQuery query, BoundQuery.OfSet set, int index) {
    Attribute output = new Attribute(query, index);
    Attribute left = new Attribute(set.left(), index);
    Attribute right = new Attribute(set.right(), index);
    if (set.syntax().operator() == Query.SetOperation.Operator.UNION) {
      rules.followsBoth(output, left, right);
    } else {
      rules.follows(output, left);
    }
    for (Source self : set.selves()) {
      rules.assumed(new Attribute(self, index), left, right);
    }
    // Unequal types would be compared as a third one.
    boolean alike = families.of(left).isPresent() && families.of(left).equals(families.of(right));
    if (alike && set.syntax().operator() == Query.SetOperation.Operator.INTERSECT) {
      rules.follows(output, right);
    }
    if (set.selves().isEmpty() && query.unlimited() && alike) {
      rules.follows(left, output);
      rules.follows(right, output);
    }
  }

  private void select(BoundSelect select) {
    Condition where = Condition.NOTHING;
    if (select.syntax().where().isPresent()) {
      where = conditions.read(select.syntax().where().get());
    }
    rows(where, select.from());
  }

  /** What holds for the rows of joined items of which {@code where} is true. */
  private void rows(Condition where, List<BoundFrom> from) {
    apply(where, sources(from));
    Set<Source> present = new Joins(conditions).present(where, from);
    from.forEach(item -> join(item, present));
  }

  private void join(BoundFrom from, Set<Source> present) {
    if (!(from instanceof BoundFrom.Joined join)) {
      return;
    }
    Condition on = new Joins(conditions).condition(join);
    apply(on, new Joins(conditions).optional(join, present));
    join(join.left(), present);
    join(join.right(), present);
  }

  /** Leaves out rows of {@code sources} alone. */
  private void apply(Condition condition, Set<Source> sources) {
    for (Condition.Fixed fact : condition.fixed()) {
      if (sources.contains(fact.column().owner())) {
        rules.fixed(fact.column(), fact.values());
      }
    }
    for (Condition.Same fact : condition.same()) {
      if (sources.contains(fact.left().owner())) {
        rules.follows(fact.left(), fact.right());
      }
      if (sources.contains(fact.right().owner())) {
        rules.follows(fact.right(), fact.left());
      }
    }
    for (Condition.Member fact : condition.members()) {
      Attribute given = new Attribute(fact.query(), 0);
      rules.follows(given, fact.column());
      if (sources.contains(fact.column().owner())) {
        rules.follows(fact.column(), given);
      }
    }
  }

  private void modification(BoundModification modification) {
    Statement.Modification syntax = modification.syntax();
    Optional<Expr> where = Optional.empty();
    if (syntax instanceof Statement.Update update) {
      where = update.where();
    } else if (syntax instanceof Statement.Delete delete) {
      where = delete.where();
    } else if (syntax instanceof Statement.Merge merge) {
      apply(conditions.read(merge.on()), Set.of(modification.target()));
      modification.from().forEach(item -> join(item, Set.of()));
      return;
    }
    ImmutableList<BoundFrom> all =
        ImmutableList.<BoundFrom>builder()
            .add(new BoundFrom.Leaf(modification.target()))
            .addAll(modification.from())
            .build();
    rows(where.map(conditions::read).orElse(Condition.NOTHING), all);
  }

  private static Set<Source> sources(List<BoundFrom> from) {
    return from.stream().flatMap(BoundFrom::sources).collect(Collectors.toSet());
  }
}
