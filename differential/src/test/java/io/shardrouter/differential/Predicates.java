package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Scope.Reference;
import io.shardrouter.differential.Scope.Source;
import java.util.Optional;

/** Makes up conditions. */
final class Predicates {
  private final Choices choices;
  private final Literals literals;
  private final Expressions expressions;
  private final Queries queries;
  private final Special special;

  Predicates(Draft draft, Literals literals, Queries queries) {
    this.choices = draft.choices;
    this.literals = literals;
    this.queries = queries;
    this.expressions = new Expressions(draft, literals, this, queries);
    this.special = new Special(draft);
  }

  Expressions expressions() {
    return expressions;
  }

  String of(Scope scope, int depth) {
    if (depth > 0 && choices.chance(30)) {
      String one = of(scope, depth - 1);
      return switch (choices.below(4)) {
        case 0, 1 -> "(" + one + " and " + of(scope, depth - 1) + ")";
        case 2 -> "(" + one + " or " + of(scope, depth - 1) + ")";
        default -> "not (" + one + ")";
      };
    }
    if (depth > 0 && choices.chance(20)) {
      return subquery(scope, depth - 1);
    }
    return simple(scope, depth);
  }

  private String simple(Scope scope, int depth) {
    Kind kind =
        choices.of(Kind.INTEGER, Kind.TEXT, Kind.NUMERIC, Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT);
    String one = expressions.of(kind, scope, depth);
    return switch (choices.below(12)) {
      case 8 -> special.condition(scope).orElse(one + " is not null");
      case 9 -> one + " = any(array[" + literals.of(kind) + ", " + literals.of(kind) + "])";
      case 10 ->
          "("
              + one
              + ", "
              + expressions.column(Kind.INTEGER, scope)
              + ") "
              + choices.of("<", ">=", "=")
              + " ("
              + literals.of(kind)
              + ", "
              + literals.of(Kind.INTEGER)
              + ")";
      case 0, 1 -> one + " " + operator() + " " + literals.of(kind);
      case 2 -> one + " is" + (choices.chance(50) ? " not" : "") + " null";
      case 3 -> one + " in (" + literals.of(kind) + ", " + literals.of(kind) + ")";
      case 4 -> one + " between " + literals.of(kind) + " and " + literals.of(kind);
      case 5 -> one + " " + operator() + " " + expressions.column(kind, scope);
      case 6 -> text(scope, depth);
      case 7 -> expressions.column(Kind.BOOL, scope);
      default -> one + " is distinct from " + literals.of(kind);
    };
  }

  private String text(Scope scope, int depth) {
    String one = expressions.of(Kind.TEXT, scope, depth);
    return switch (choices.below(3)) {
      case 0 -> one + " like '" + choices.of("a%", "%a%", "_", "u1%", "%") + "'";
      case 1 -> one + " ilike 'A%'";
      default -> one + " ~ '^[a-d]'";
    };
  }

  private String operator() {
    return choices.of("=", ">", "<", "<=", ">=", "<>");
  }

  /** The rows of one key, or of a few; empty where no source has keys. */
  Optional<String> key(Scope scope) {
    ImmutableList<Source> sharded = scope.sharded();
    if (sharded.isEmpty()) {
      return Optional.empty();
    }
    Source source = choices.of(sharded);
    Facts.Known known = source.table().orElseThrow();
    String column = source.alias() + "." + known.identity().get(0);
    return switch (((Table.Placing.Keyed) known.table().placing()).group()) {
      case "user" ->
          Optional.of(
              switch (choices.below(4)) {
                case 0, 1 -> column + " = " + literals.userKey();
                case 2 -> column + " in (" + literals.userKey() + ", " + literals.userKey() + ")";
                default -> column + " = any(" + literals.userKeys() + ")";
              });
      case "account" ->
          Optional.of(
              choices.below(2) == 0
                  ? column + " = " + literals.accountKey()
                  : column + " in (" + literals.accountKey() + ", " + literals.accountKey() + ")");
      case "day" ->
          Optional.of(
              choices.below(2) == 0
                  ? column + " = " + literals.of(Kind.DATE)
                  : column
                      + " between "
                      + literals.of(Kind.DATE)
                      + " and "
                      + literals.of(Kind.DATE));
      default -> Optional.empty();
    };
  }

  private String subquery(Scope scope, int depth) {
    return switch (choices.below(9)) {
      case 4 ->
          "("
              + expressions.column(Kind.TEXT, scope)
              + ", "
              + expressions.column(Kind.INTEGER, scope)
              + (choices.chance(20) ? ") not in (" : ") in (")
              + queries.columns(ImmutableList.of(Kind.TEXT, Kind.INTEGER), depth)
              + ")";
      case 5 ->
          expressions.column(Kind.INTEGER, scope)
              + choices.of(" = any (", " > all (", " < any (")
              + queries.columns(ImmutableList.of(Kind.INTEGER), depth)
              + ")";
      case 6 ->
          (choices.chance(40) ? "not " : "") + "exists (" + queries.nested(scope, depth) + ")";
      case 7 ->
          expressions.column(Kind.TEXT, scope)
              + " "
              + operator()
              + " "
              + queries.scalar(Kind.TEXT, scope, depth);
      case 0 ->
          (choices.chance(40) ? "not " : "") + "exists (" + queries.correlated(scope, depth) + ")";
      case 1 ->
          expressions.column(Kind.TEXT, scope)
              + (choices.chance(30) ? " not in (" : " in (")
              + queries.columns(ImmutableList.of(Kind.TEXT), depth)
              + ")";
      case 2 ->
          expressions.column(Kind.INTEGER, scope)
              + " "
              + operator()
              + " ("
              + queries.single(Kind.INTEGER, depth)
              + ")";
      case 3 ->
          expressions.column(Kind.INTEGER, scope)
              + " >= ("
              + queries.correlatedCount(scope, depth)
              + ")";
      default ->
          expressions.column(Kind.INTEGER, scope)
              + " in ("
              + queries.columns(ImmutableList.of(Kind.INTEGER), depth)
              + ")";
    };
  }

  /** A condition under which rows of two sources belong together. */
  String joining(Scope left, Source right) {
    ImmutableList<String> natural = References.equalities(left, right);
    if (!natural.isEmpty() && choices.below(10) < 8) {
      return choices.of(natural)
          + (choices.chance(25) ? " and " + simple(left.with(right), 0) : "");
    }
    Kind kind = choices.of(Kind.TEXT, Kind.INTEGER, Kind.DATE);
    ImmutableList<Reference> ours = left.columns(kind);
    ImmutableList<Reference> theirs = new Scope(ImmutableList.of(right)).columns(kind);
    if (ours.isEmpty() || theirs.isEmpty()) {
      return natural.isEmpty() ? "true" : natural.get(0);
    }
    return expressions.named(choices.of(ours)) + " = " + expressions.named(choices.of(theirs));
  }
}
