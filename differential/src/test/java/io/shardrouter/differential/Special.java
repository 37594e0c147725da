package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** Makes up expressions and conditions over columns of rarer types; empty where there are none. */
final class Special {
  private final Draft draft;
  private final Choices choices;

  Special(Draft draft) {
    this.draft = draft;
    this.choices = draft.choices;
  }

  /** A text of something else. */
  Optional<String> text(Scope scope) {
    Kind kind = choices.of(Kind.JSON, Kind.TEXTS, Kind.MOOD, Kind.UUID, Kind.LABEL, Kind.TEXT);
    return column(kind, scope)
        .map(
            column ->
                switch (kind) {
                  case JSON ->
                      choices.of(
                          "(" + column + " ->> 'a')",
                          "jsonb_typeof(" + column + ")",
                          "(" + column + " #>> '{b, 0}')",
                          "coalesce(" + column + " ->> 'theme', '-')");
                  case TEXTS ->
                      choices.of(column + "[1]", "array_to_string(" + column + ", ',', '*')");
                  case LABEL, TEXT ->
                      "("
                          + column
                          + choices.of(
                              " collate \"C\")",
                              " collate \"en-US-x-icu\")",
                              " collate \"POSIX\")");
                  default -> column + "::text";
                });
  }

  /** A number of something else. */
  Optional<String> integer(Scope scope) {
    Kind kind = choices.of(Kind.TEXTS, Kind.INTEGERS, Kind.SPAN, Kind.INSTANT, Kind.BOOL);
    return column(kind, scope)
        .map(
            column ->
                switch (kind) {
                  case TEXTS -> "cardinality(" + column + ")";
                  case INTEGERS ->
                      choices.of(column + "[1]", "coalesce(array_length(" + column + ", 1), 0)");
                  case SPAN -> "extract(day from " + column + ")::integer";
                  case INSTANT -> "extract(year from " + column + " at time zone 'UTC')::integer";
                  default -> column + "::integer";
                });
  }

  Optional<String> condition(Scope scope) {
    Kind kind = choices.of(Kind.JSON, Kind.TEXTS, Kind.INTEGERS, Kind.MOOD, Kind.SPAN, Kind.LABEL);
    return column(kind, scope)
        .map(
            column ->
                switch (kind) {
                  case JSON ->
                      column
                          + choices.of(
                              " @> '{\"a\": 1}'",
                              " -> 'a' is null",
                              " <> '{}'::jsonb",
                              " ->> 'a' = '2'");
                  case TEXTS ->
                      choices.of(
                          "'a' = any(" + column + ")",
                          column + " @> array['b']",
                          column + " && array['a', 'Z']",
                          column + " < array['b']");
                  case INTEGERS ->
                      choices.of("1 = any(" + column + ")", "2 <> all(" + column + ")");
                  case MOOD -> column + choices.of(" > 'ok'", " = 'sad'", " in ('ok', 'happy')");
                  case SPAN -> column + " > interval '2 days'";
                  default -> column + choices.of(" > 'a'", " = 'b'", " < 'Z'");
                });
  }

  private Optional<String> column(Kind kind, Scope scope) {
    ImmutableList<Scope.Reference> columns = scope.columns(kind);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    Scope.Reference reference = choices.of(columns);
    if (reference.column().loose()) {
      draft.useLoose();
    }
    return Optional.of(reference.sql());
  }
}
