package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;
import io.shardrouter.differential.Scope.Source;
import java.util.ArrayList;
import java.util.List;
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

  Sources(Draft draft, Predicates predicates, Queries queries) {
    this.draft = draft;
    this.choices = draft.choices;
    this.predicates = predicates;
    this.queries = queries;
  }

  /**
   * A FROM clause.
   *
   * @param sql after FROM
   */
  record From(String sql, Scope scope) {}

  From of(int depth, List<Source> known) {
    Made first = source(depth, known);
    StringBuilder sql = new StringBuilder(first.sql());
    Scope scope = Scope.EMPTY.with(first.source());
    int joins = choices.of(0, 0, 0, 1, 1, 1, 2);
    for (int i = 0; i < joins; i++) {
      if (depth > 0 && choices.chance(8) && !scope.sharded().isEmpty()) {
        Made lateral = lateral(scope, depth - 1);
        sql.append(lateral.sql());
        scope = scope.with(lateral.source());
      } else {
        Made right = source(depth, known);
        sql.append(choices.of(" join ", " join ", " left join ", " right join ", " full join "))
            .append(right.sql())
            .append(" on ")
            .append(condition(scope, right.source(), sql));
        scope = scope.with(right.source());
      }
    }
    return new From(sql.toString(), scope);
  }

  /** A full join takes no condition but equalities. */
  private String condition(Scope scope, Source right, CharSequence sql) {
    if (!sql.toString().contains(" full join ")) {
      return predicates.joining(scope, right);
    }
    ImmutableList<String> equalities = References.equalities(scope, right);
    return equalities.isEmpty() ? "false" : choices.of(equalities);
  }

  private record Made(String sql, Source source) {}

  private Made source(int depth, List<Source> known) {
    if (!known.isEmpty() && choices.chance(60)) {
      Source query = choices.of(known);
      String alias = draft.name("q");
      return new Made(
          query.alias() + " " + alias, new Source(alias, query.columns(), Optional.empty()));
    }
    if (depth > 0 && choices.chance(12)) {
      Queries.Query query = queries.derived(depth - 1);
      String alias = draft.name("d");
      return new Made(
          "(" + query.sql() + ") " + alias, new Source(alias, query.columns(), Optional.empty()));
    }
    if (choices.chance(2)) {
      String alias = draft.name("g");
      return new Made(
          "generate_series(1, 4) " + alias + "(n)",
          new Source(
              alias, ImmutableList.of(new Column("n", Kind.INTEGER, false)), Optional.empty()));
    }
    return table(draft.facts.table(choices.of(TABLES)));
  }

  private Made table(Facts.Known known) {
    String alias = draft.name("t");
    return new Made(
        known.table().name() + " " + alias, new Source(alias, known.columns(), Optional.of(known)));
  }

  private Made lateral(Scope scope, int depth) {
    String alias = draft.name("l");
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("n", Kind.INTEGER, false));
    return new Made(
        " cross join lateral (" + queries.correlatedCount(scope, depth) + ") " + alias + "(n)",
        new Source(alias, ImmutableList.copyOf(columns), Optional.empty()));
  }
}
