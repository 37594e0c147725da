package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;
import io.shardrouter.differential.Scope.Reference;
import io.shardrouter.differential.Scope.Source;
import io.shardrouter.differential.Sources.Made;
import java.util.Optional;

/** Makes up what stands in a FROM clause and sees what stands before it there. */
final class Laterals {
  private final Draft draft;
  private final Choices choices;
  private final Queries queries;

  Laterals(Draft draft, Queries queries) {
    this.draft = draft;
    this.choices = draft.choices;
    this.queries = queries;
  }

  /** With the words that join it. */
  Made of(Scope scope, int depth) {
    ImmutableList<Reference> lists = scope.columns(Kind.TEXTS);
    return switch (choices.below(4)) {
      case 1 -> rows(scope, depth);
      case 2 -> lists.isEmpty() ? rows(scope, depth) : elements(choices.of(lists).sql());
      case 3 -> series(scope);
      default -> count(scope, depth);
    };
  }

  private Made count(Scope scope, int depth) {
    return made(
        " cross join lateral (" + queries.correlatedCount(scope, depth) + ") ", "n", Kind.INTEGER);
  }

  /** A few rows for each row. */
  private Made rows(Scope scope, int depth) {
    Kind kind = choices.of(Kind.TEXT, Kind.INTEGER, Kind.DATE);
    String query = queries.first(kind, scope, depth, choices.of(" limit 1", " limit 2"));
    Made made = made(choices.of(" join", " left join") + " lateral (" + query + ") ", "v", kind);
    return new Made(made.sql() + " on true", made.sources());
  }

  private Made elements(String list) {
    return made(" cross join lateral unnest(" + list + ") as ", "v", Kind.TEXT);
  }

  private Made series(Scope scope) {
    ImmutableList<Reference> numbers = scope.columns(Kind.INTEGER);
    String to = numbers.isEmpty() ? "2" : "least(3, " + choices.of(numbers).sql() + ")";
    return made(" cross join generate_series(1, " + to + ") as ", "n", Kind.INTEGER);
  }

  private Made made(String sql, String column, Kind kind) {
    String alias = draft.name("l");
    return Made.of(
        sql + alias + "(" + column + ")",
        new Source(alias, ImmutableList.of(new Column(column, kind, false)), Optional.empty()));
  }
}
