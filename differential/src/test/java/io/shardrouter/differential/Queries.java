package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Cores.Standing;
import io.shardrouter.differential.Facts.Column;
import io.shardrouter.differential.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up queries that stand in other ones, and the orders and limits of any. */
final class Queries {
  private final Draft draft;
  private final Choices choices;
  private final Literals literals;
  private final Cores cores;

  Queries(Draft draft) {
    this.draft = draft;
    this.choices = draft.choices;
    this.literals = new Literals(draft);
    this.cores = new Cores(draft, literals, this);
  }

  Cores cores() {
    return cores;
  }

  /**
   * A query in parentheses.
   *
   * @param columns by the names that it gives them
   */
  record Query(String sql, ImmutableList<Column> columns) {}

  /** As a table. */
  Query derived(int depth) {
    Core core = cores.of(kinds(), Standing.INSIDE, depth, List.of());
    if (choices.chance(20)) {
      return new Query(core.sql() + order(core) + limit(), core.columns());
    }
    return new Query(core.sql() + lead(core), core.columns());
  }

  /** Of one column, for IN. */
  String column(Kind kind, int depth) {
    Core core = cores.of(List.of(kind), Standing.BESIDE, depth, List.of());
    return core.sql();
  }

  /** Of one column and one row. */
  String single(Kind kind, int depth) {
    Sources.From from = cores.sources().of(0, List.of());
    return "select " + cores.aggregates().of(kind, from.scope(), depth) + " from " + from.sql();
  }

  /** Of what belongs to a row of the query around it. */
  String correlated(Scope outer, int depth) {
    return "select 1" + ofOuter(outer, depth);
  }

  String correlatedCount(Scope outer, int depth) {
    return "select count(*)" + ofOuter(outer, depth);
  }

  private String ofOuter(Scope outer, int depth) {
    String alias = draft.name("s");
    Facts.Known known =
        draft.facts.table(
            choices.of(
                "orders", "consciousness_states", "items", "users", "accounts", "transfers"));
    Source source = new Source(alias, known.columns(), Optional.of(known));
    String more =
        depth > 0 && choices.chance(40)
            ? " and " + cores.predicates().of(new Scope(ImmutableList.of(source)), 0)
            : "";
    return " from "
        + known.table().name()
        + " "
        + alias
        + " where "
        + cores.predicates().joining(outer, source)
        + more;
  }

  /** One to three kinds that any two queries can have in common. */
  ImmutableList<Kind> kinds() {
    ImmutableList.Builder<Kind> kinds = ImmutableList.builder();
    int count = choices.of(1, 2, 2, 3);
    for (int i = 0; i < count; i++) {
      kinds.add(choices.of(Kind.COMMON));
    }
    return kinds.build();
  }

  /** An order in which every row has its place. */
  String order(Core core) {
    draft.fold();
    List<String> by = new ArrayList<>();
    if (!core.lead().isEmpty()) {
      by.add(core.lead() + direction());
    }
    int leading = choices.below(3);
    for (int i = 0; i < leading; i++) {
      if (!core.free().sources().isEmpty() && choices.chance(50)) {
        String column = cores.expression(choices.of(Kind.COMMON), core.free());
        by.add(column + direction());
      } else {
        by.add(1 + choices.below(core.columns().size()) + direction());
      }
    }
    if (!core.total().isEmpty() && (!core.lead().isEmpty() || choices.chance(50))) {
      core.total().forEach(column -> by.add(column + direction()));
    } else {
      for (int column = 1; column <= core.columns().size(); column++) {
        by.add(column + direction());
      }
    }
    return " order by " + String.join(", ", by);
  }

  /** An order that its form needs; else none. */
  String lead(Core core) {
    return core.lead().isEmpty()
        ? ""
        : " order by " + core.lead() + ", " + String.join(", ", core.total());
  }

  private String direction() {
    return choices.of("", "", "", " desc", " nulls first", " desc nulls last");
  }

  String limit() {
    String rows = literals.rows();
    return switch (choices.below(5)) {
      case 0, 1 -> " limit " + rows;
      case 2 -> " limit " + rows + " offset " + literals.rows();
      case 3 -> " offset " + rows;
      default -> " offset 1 fetch first 5 rows only";
    };
  }
}
