package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;

/** Makes up folds of many rows. */
final class Aggregates {
  private final Draft draft;
  private final Choices choices;
  private final Expressions expressions;
  private final Predicates predicates;
  private final Literals literals;

  Aggregates(Draft draft, Predicates predicates, Literals literals) {
    this.draft = draft;
    this.choices = draft.choices;
    this.predicates = predicates;
    this.expressions = predicates.expressions();
    this.literals = literals;
  }

  /** An aggregate, or an expression over some. */
  String of(Kind kind, Scope scope, int depth) {
    draft.fold();
    return switch (kind) {
      case INTEGER -> integer(scope, depth);
      case NUMERIC -> numeric(scope, depth);
      case FLOAT -> function(choices.of("sum", "avg", "min", "max"), Kind.FLOAT, scope, depth);
      case TEXT -> text(scope, depth);
      case BOOL -> bool(scope, depth);
      case DATE, TIMESTAMP, INSTANT, MOOD, LABEL ->
          function(choices.of("min", "max"), kind, scope, depth);
      case JSON -> json(scope, depth);
      case TEXTS -> list(Kind.TEXT, scope, depth);
      case INTEGERS -> list(Kind.INTEGER, scope, depth);
      case UUID -> "(" + list(Kind.UUID, scope, depth) + ")[1]";
      case SPAN, OTHER -> "count(*)";
    };
  }

  private String json(Scope scope, int depth) {
    String one = draft.withoutParameters(() -> expressions.of(anyKind(), scope, depth));
    return choices.below(2) == 0
        ? "jsonb_agg(" + one + " order by " + one + ")" + filter(scope)
        : "jsonb_build_object('n', count(*), 'last', max(" + one + "))";
  }

  private String list(Kind of, Scope scope, int depth) {
    String one = draft.withoutParameters(() -> expressions.of(of, scope, depth));
    String distinct = choices.chance(20) ? "distinct " : "";
    return "array_agg(" + distinct + one + " order by " + one + ")" + filter(scope);
  }

  private String integer(Scope scope, int depth) {
    return switch (choices.below(12)) {
      case 10 ->
          "count(distinct ("
              + expressions.column(Kind.TEXT, scope)
              + ", "
              + expressions.column(Kind.INTEGER, scope)
              + "))";
      case 11 ->
          choices.of("bit_and(", "bit_or(", "bit_xor(")
              + expressions.of(Kind.INTEGER, scope, depth)
              + ")"
              + filter(scope);
      case 0, 1, 2 -> "count(*)" + filter(scope);
      case 3 -> "count(" + expressions.of(anyKind(), scope, depth) + ")" + filter(scope);
      case 4, 5 -> "sum(" + expressions.of(Kind.INTEGER, scope, depth) + ")" + filter(scope);
      case 6 -> function(choices.of("min", "max"), Kind.INTEGER, scope, depth);
      case 7 -> "count(distinct " + expressions.of(anyKind(), scope, depth) + ")";
      case 8 -> "coalesce(sum(" + expressions.of(Kind.INTEGER, scope, depth) + "), 0)";
      default -> "count(*) * 2 + coalesce(max(" + expressions.column(Kind.INTEGER, scope) + "), 1)";
    };
  }

  private String numeric(Scope scope, int depth) {
    return switch (choices.below(9)) {
      case 0, 1 -> function("avg", Kind.INTEGER, scope, depth);
      case 2, 3 -> function("sum", Kind.NUMERIC, scope, depth);
      case 4 -> function("avg", Kind.NUMERIC, scope, depth);
      case 5 -> function(choices.of("min", "max"), Kind.NUMERIC, scope, depth);
      case 6 -> "round(avg(" + expressions.of(Kind.NUMERIC, scope, depth) + "), 2)";
      case 7 ->
          function(
              choices.of("stddev", "variance", "var_pop", "stddev_pop"), Kind.INTEGER, scope, 0);
      default -> {
        draft.useLoose();
        yield "sum("
            + expressions.column(Kind.NUMERIC, scope)
            + ") / nullif(count("
            + expressions.column(Kind.INTEGER, scope)
            + "), 0)";
      }
    };
  }

  private String text(Scope scope, int depth) {
    String one = draft.withoutParameters(() -> expressions.of(Kind.TEXT, scope, depth));
    return switch (choices.below(8)) {
      case 5 -> "mode() within group (order by " + one + ")";
      case 6 -> "array_to_string(array_agg(" + one + " order by " + one + " desc), ',')";
      case 0, 1, 2 -> choices.of("min", "max") + "(" + one + ")" + filter(scope);
      case 3 -> "string_agg(" + one + ", ',' order by " + one + ")";
      case 4 -> "string_agg(distinct " + one + ", ',' order by " + one + ")";
      default -> "percentile_disc(0.5) within group (order by " + one + ")";
    };
  }

  private String bool(Scope scope, int depth) {
    return choices.below(3) == 2
        ? "count(*) " + choices.of(">", "=") + " " + literals.of(Kind.INTEGER)
        : function(choices.of("bool_and", "bool_or", "every"), Kind.BOOL, scope, depth);
  }

  private String function(String name, Kind of, Scope scope, int depth) {
    String distinct = choices.chance(5) ? "distinct " : "";
    return name + "(" + distinct + expressions.of(of, scope, depth) + ")" + filter(scope);
  }

  private String filter(Scope scope) {
    return choices.chance(12) ? " filter (where " + predicates.of(scope, 0) + ")" : "";
  }

  private Kind anyKind() {
    return choices.of(ImmutableList.of(Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.NUMERIC));
  }

  /** A value for each row from the rows around it. */
  String window(Scope scope, int depth) {
    draft.fold();
    String partition =
        choices.chance(60)
            ? "partition by " + expressions.column(choices.of(Kind.TEXT, Kind.INTEGER), scope) + " "
            : "";
    String ordered = expressions.column(choices.of(Kind.INTEGER, Kind.TEXT, Kind.DATE), scope);
    String direction = choices.of("", " desc", " desc nulls last");
    String order = partition + "order by " + ordered + direction;
    String total =
        scope.identity().map(columns -> order + ", " + String.join(", ", columns)).orElse("");
    int form = choices.below(total.isEmpty() ? 7 : 13);
    return switch (form) {
      case 0 -> "count(*) over (" + partition + ")";
      case 1 -> choices.of("rank", "dense_rank") + "() over (" + order + ")";
      case 2 -> "sum(" + expressions.of(Kind.INTEGER, scope, depth) + ") over (" + order + ")";
      case 3 -> "max(" + expressions.column(Kind.TEXT, scope) + ") over (" + partition + ")";
      case 4 -> "avg(" + expressions.column(Kind.NUMERIC, scope) + ") over (" + partition + ")";
      case 5 -> choices.of("percent_rank", "cume_dist") + "() over (" + order + ")";
      case 6 ->
          "count(*) filter (where "
              + predicates.of(scope, 0)
              + ") over ("
              + order
              + choices.of("", " groups 1 preceding", " range current row")
              + ")";
      case 7 -> "ntile(3) over (" + total + ")";
      case 8 ->
          "nth_value("
              + expressions.column(Kind.TEXT, scope)
              + ", 2) over ("
              + total
              + " rows between unbounded preceding and unbounded following)";
      case 9 ->
          "string_agg("
              + expressions.column(Kind.TEXT, scope)
              + ", '' ) over ("
              + total
              + " rows 2 preceding exclude current row)";
      case 10 -> "row_number() over (" + total + ")";
      case 11 ->
          choices.of("lag", "lead", "first_value")
              + "("
              + expressions.column(choices.of(Kind.INTEGER, Kind.TEXT, Kind.DATE), scope)
              + ") over ("
              + total
              + ")";
      default ->
          "sum("
              + expressions.column(Kind.INTEGER, scope)
              + ") over ("
              + total
              + " rows between 2 preceding and current row)";
    };
  }
}
