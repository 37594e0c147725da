package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Scope.Reference;

/**
 * Makes up expressions of a kind over the columns in scope, such that their sums do not depend on
 * an order and that they do not fail.
 */
final class Expressions {
  private final Draft draft;
  private final Choices choices;
  private final Literals literals;
  private final Predicates predicates;
  private final Queries queries;
  private final Special special;

  Expressions(Draft draft, Literals literals, Predicates predicates, Queries queries) {
    this.draft = draft;
    this.choices = draft.choices;
    this.literals = literals;
    this.predicates = predicates;
    this.queries = queries;
    this.special = new Special(draft);
  }

  String of(Kind kind, Scope scope, int depth) {
    if (depth <= 0 || kind == Kind.OTHER || !choices.chance(45)) {
      return column(kind, scope);
    }
    int deeper = depth - 1;
    return switch (choices.below(5)) {
      case 1 -> {
        mixing(kind);
        yield "coalesce(" + of(kind, scope, deeper) + ", " + literals.of(kind) + ")";
      }
      case 2 -> {
        mixing(kind);
        yield "case when "
            + predicates.of(scope, deeper)
            + " then "
            + of(kind, scope, deeper)
            + (choices.chance(70) ? " else " + column(kind, scope) : "")
            + " end";
      }
      case 3 -> choices.chance(40) ? queries.scalar(kind, scope, deeper) : column(kind, scope);
      default ->
          switch (kind) {
            case INTEGER -> integer(scope, deeper);
            case NUMERIC -> numeric(scope, deeper);
            case FLOAT -> floating(scope, deeper);
            case TEXT -> text(scope, deeper);
            case BOOL -> "(" + predicates.of(scope, deeper) + ")";
            case DATE -> date(scope, deeper);
            case TIMESTAMP -> timestamp(scope, deeper);
            default -> column(kind, scope);
          };
    };
  }

  /** A column, or a value where none has the kind. */
  String column(Kind kind, Scope scope) {
    ImmutableList<Reference> columns = scope.columns(kind);
    if (columns.isEmpty()) {
      return typed(kind);
    }
    return named(choices.of(columns));
  }

  String named(Reference reference) {
    if (reference.column().loose()) {
      draft.useLoose();
    }
    return reference.sql();
  }

  /** A value whose type does not hang on where it stands. */
  private String typed(Kind kind) {
    return switch (kind) {
      case TEXT -> literals.of(kind) + "::text";
      case NUMERIC -> literals.of(kind) + "::numeric";
      case INTEGER -> literals.of(kind) + "::integer";
      case TEXTS -> literals.of(kind) + "::text[]";
      case INTEGERS -> literals.of(kind) + "::integer[]";
      case OTHER, LABEL -> "null::text";
      default -> literals.of(kind);
    };
  }

  /** Numbers of several scales become values of one expression. */
  private void mixing(Kind kind) {
    if (kind == Kind.NUMERIC) {
      draft.useLoose();
    }
  }

  private String integer(Scope scope, int depth) {
    String one = of(Kind.INTEGER, scope, depth);
    return switch (choices.below(11)) {
      case 8, 9 -> special.integer(scope).orElse(one);
      case 10 -> "greatest(" + one + ", " + column(Kind.INTEGER, scope) + ")";
      case 0, 1 -> one + " + " + literals.of(Kind.INTEGER);
      case 2 -> "(" + one + " - " + column(Kind.INTEGER, scope) + ")";
      case 3 -> "(" + one + ") * 2";
      case 4 -> "(" + one + ") % 7";
      case 5 -> "(" + one + ") / 3";
      case 6 -> "length(" + of(Kind.TEXT, scope, depth) + ")";
      default -> "extract(month from " + column(Kind.DATE, scope) + ")::integer";
    };
  }

  private String numeric(Scope scope, int depth) {
    draft.useLoose();
    String one = of(Kind.NUMERIC, scope, depth);
    return switch (choices.below(6)) {
      case 0 -> "(" + one + " + " + literals.of(Kind.NUMERIC) + ")";
      case 1 -> "(" + one + ") * " + literals.of(Kind.NUMERIC);
      case 2 -> "(" + one + ") / 4";
      case 3 -> "round(" + one + ", 1)";
      case 4 -> "abs(" + one + ")";
      default -> "(" + of(Kind.INTEGER, scope, depth) + ")::numeric";
    };
  }

  private String floating(Scope scope, int depth) {
    draft.useLoose();
    String one = of(Kind.FLOAT, scope, depth);
    return switch (choices.below(3)) {
      case 0 -> "(" + one + ") * 2";
      case 1 -> "(" + one + " + " + literals.of(Kind.FLOAT) + ")";
      default -> "abs(" + one + ")";
    };
  }

  private String text(Scope scope, int depth) {
    String one = of(Kind.TEXT, scope, depth);
    return switch (choices.below(11)) {
      case 7, 8 -> special.text(scope).orElse(one);
      case 9 -> "concat_ws('-', " + one + ", " + column(Kind.INTEGER, scope) + ")";
      case 10 -> "least(" + one + ", " + column(Kind.TEXT, scope) + ")";
      case 0 -> "upper(" + one + ")";
      case 1 -> "lower(" + one + ")";
      case 2 -> "(" + one + " || " + literals.of(Kind.TEXT) + ")";
      case 3 -> "substr(" + one + ", 1, 2)";
      case 4 -> "(" + of(Kind.INTEGER, scope, depth) + ")::text";
      case 5 -> "nullif(" + one + ", '')";
      default -> "left(" + one + ", 1)";
    };
  }

  private String date(Scope scope, int depth) {
    return choices.below(2) == 0
        ? "(" + of(Kind.DATE, scope, depth) + " + 7)"
        : "(" + column(Kind.TIMESTAMP, scope) + ")::date";
  }

  private String timestamp(Scope scope, int depth) {
    return choices.below(2) == 0
        ? "date_trunc('month', " + of(Kind.TIMESTAMP, scope, depth) + ")"
        : "(" + of(Kind.TIMESTAMP, scope, depth) + " + interval '1 day')";
  }
}
