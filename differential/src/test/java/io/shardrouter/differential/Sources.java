package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;
import io.shardrouter.differential.Scope.Source;
import java.util.Optional;

/** Makes up FROM clauses. */
final class Sources {
  /** Those that matter come often. */
  private static final ImmutableList<String> TABLES =
      ImmutableList.of(
          "users",
          "users",
          "users",
          "users",
          "consciousness_states",
          "consciousness_states",
          "orders",
          "orders",
          "orders",
          "items",
          "accounts",
          "accounts",
          "transfers",
          "devices",
          "readings",
          "daily_metrics",
          "daily_metrics",
          "countries",
          "plans",
          "events",
          "audit.log",
          "empties",
          "\"Odd Table\"",
          "settings");

  private final Draft draft;
  private final Choices choices;
  private final Predicates predicates;
  private final Queries queries;
  private final Laterals laterals;

  Sources(Draft draft, Predicates predicates, Queries queries) {
    this.draft = draft;
    this.choices = draft.choices;
    this.predicates = predicates;
    this.queries = queries;
    this.laterals = new Laterals(draft, queries);
  }

  /**
   * A FROM clause.
   *
   * @param sql after FROM
   * @param conditions that the WHERE clause is to have
   */
  record From(String sql, Scope scope, ImmutableList<String> conditions) {}

  From of(int depth) {
    Made first = source(depth);
    StringBuilder sql = new StringBuilder(first.sql());
    Scope scope = with(Scope.EMPTY, first);
    ImmutableList.Builder<String> conditions = ImmutableList.builder();
    int joins = choices.of(0, 0, 0, 1, 1, 1, 2);
    for (int i = 0; i < joins; i++) {
      Made right;
      if (depth > 0 && choices.chance(8) && !scope.sharded().isEmpty()) {
        right = laterals.of(scope, depth - 1);
        sql.append(right.sql());
      } else {
        right = nested(depth);
        if (joins == 1 && choices.chance(12)) {
          sql.append(", ").append(right.sql());
          conditions.add(predicates.joining(scope, right.sources().get(0)));
        } else {
          join(sql, scope, right);
        }
      }
      scope = with(scope, right);
    }
    return new From(sql.toString(), scope, conditions.build());
  }

  private static Scope with(Scope scope, Made made) {
    Scope more = scope;
    for (Source source : made.sources()) {
      more = more.with(source);
    }
    return more;
  }

  private void join(StringBuilder sql, Scope scope, Made right) {
    Source source = right.sources().get(0);
    sql.append(choices.of(" join ", " join ", " left join ", " right join ", " full join "));
    if (right.sources().size() == 1 && choices.chance(12) && isShared("user_id", scope, source)) {
      sql.append(right.sql()).append(" using (user_id)");
    } else {
      sql.append(right.sql()).append(" on ").append(condition(scope, source, sql));
    }
  }

  /** Whether exactly one source on the left, and the right one, have such a column. */
  private static boolean isShared(String column, Scope left, Source right) {
    return has(column, right)
        && left.sources().stream().filter(source -> has(column, source)).count() == 1;
  }

  private static boolean has(String column, Source source) {
    return source.columns().stream().anyMatch(each -> each.name().equals(column));
  }

  /** A full join takes no condition but equalities. */
  private String condition(Scope scope, Source right, CharSequence sql) {
    if (!sql.toString().contains(" full join ")) {
      return predicates.joining(scope, right);
    }
    ImmutableList<String> equalities = References.equalities(scope, right);
    return equalities.isEmpty() ? "false" : choices.of(equalities);
  }

  /** Something to read from, and by what names. */
  record Made(String sql, ImmutableList<Source> sources) {
    static Made of(String sql, Source source) {
      return new Made(sql, ImmutableList.of(source));
    }
  }

  /** A source, or two that are joined in parentheses. */
  private Made nested(int depth) {
    Made one = source(depth);
    if (depth == 0 || !choices.chance(6)) {
      return one;
    }
    Made other = source(0);
    Source source = other.sources().get(0);
    String sql =
        "("
            + one.sql()
            + choices.of(" join ", " left join ")
            + other.sql()
            + " on "
            + predicates.joining(with(Scope.EMPTY, one), source)
            + ")";
    return new Made(sql, ImmutableList.of(one.sources().get(0), source));
  }

  private Made source(int depth) {
    if (!draft.known.isEmpty() && choices.chance(45)) {
      Source query = choices.of(draft.known);
      String alias = draft.name("q");
      return Made.of(
          query.alias() + " " + alias, new Source(alias, query.columns(), Optional.empty()));
    }
    if (depth > 0 && choices.chance(12)) {
      Queries.Query query = queries.derived(depth - 1);
      String alias = draft.name("d");
      return Made.of(
          "(" + query.sql() + ") " + alias, new Source(alias, query.columns(), Optional.empty()));
    }
    if (choices.chance(4)) {
      return constant();
    }
    return table(draft.facts.table(choices.of(TABLES)));
  }

  /** Rows of no table. */
  private Made constant() {
    String alias = draft.name("g");
    Column number = new Column("n", Kind.INTEGER, false);
    if (choices.below(2) == 0) {
      return Made.of(
          "generate_series(1, 4) " + alias + "(n)",
          new Source(alias, ImmutableList.of(number), Optional.empty()));
    }
    return Made.of(
        "(values (1, 'u1'), (2, 'a'), (3, null)) " + alias + "(n, v)",
        new Source(
            alias, ImmutableList.of(number, new Column("v", Kind.TEXT, false)), Optional.empty()));
  }

  private Made table(Facts.Known known) {
    String name = known.table().name();
    if (draft.canStandBare(name)) {
      String alias = name.substring(name.indexOf('.') + 1);
      return Made.of(name, new Source(alias, known.columns(), Optional.of(known)));
    }
    String alias = draft.name("t");
    return Made.of(
        name + choices.of(" ", " as ") + alias,
        new Source(alias, known.columns(), Optional.of(known)));
  }
}
