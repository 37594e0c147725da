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

  Literals literals() {
    return literals;
  }

  /**
   * A query in parentheses.
   *
   * @param columns by the names that it gives them
   */
  record Query(String sql, ImmutableList<Column> columns) {}

  /** As a table. */
  Query derived(int depth) {
    if (choices.chance(6)) {
      int before = draft.known.size();
      String with = with(Math.max(depth - 1, 0));
      Core core = cores.of(kinds(), Standing.INSIDE, depth);
      Query query = new Query(with + core.sql() + lead(core), core.columns());
      draft.known.subList(before, draft.known.size()).clear();
      return query;
    }
    if (choices.chance(10)) {
      Core core = together(depth);
      return new Query(
          core.sql() + (choices.chance(30) ? order(core) + limit() : ""), core.columns());
    }
    Core core = cores.of(kinds(), Standing.INSIDE, depth);
    if (choices.chance(20)) {
      return new Query(core.sql() + order(core) + limit(), core.columns());
    }
    return new Query(core.sql() + lead(core), core.columns());
  }

  /** For IN. */
  String columns(ImmutableList<Kind> kinds, int depth) {
    Core core = cores.of(kinds, Standing.BESIDE, depth);
    return choices.chance(10) ? core.sql() + order(core) + limit() : core.sql();
  }

  /** Two queries or three as one. */
  Core together(int depth) {
    draft.fold();
    Core first = cores.of(kinds(), Standing.BESIDE, depth);
    StringBuilder sql = new StringBuilder(member(first));
    int more = choices.of(1, 1, 1, 2);
    for (int i = 0; i < more; i++) {
      sql.append(
          choices.of(
              " union all ",
              " union ",
              " intersect ",
              " except ",
              " intersect all ",
              " except all "));
      sql.append(member(cores.of(first.kinds(), Standing.BESIDE, depth)));
    }
    if (first.kinds().contains(Kind.NUMERIC)) {
      draft.useLoose();
    }
    return new Core(
        "set operation", sql.toString(), first.columns(), Scope.EMPTY, ImmutableList.of(), "");
  }

  private String member(Core core) {
    return choices.chance(15) ? "(" + core.sql() + order(core) + limit() + ")" : core.sql();
  }

  /** A value for each row of the query around it, in parentheses. */
  String scalar(Kind kind, Scope outer, int depth) {
    if (choices.chance(30)) {
      return "(" + single(kind, depth) + ")";
    }
    Source source = inner();
    Scope scope = new Scope(ImmutableList.of(source));
    String from =
        " from " + written(source) + " where " + cores.predicates().joining(outer, source);
    return choices.chance(50)
        ? "(select " + cores.aggregates().of(kind, scope, 0) + from + ")"
        : "(" + first(kind, outer, 0, " limit 1") + ")";
  }

  /** The first rows of one column of what belongs to a row of the query around it. */
  String first(Kind kind, Scope outer, int depth, String limit) {
    Source source = inner();
    Scope scope = new Scope(ImmutableList.of(source));
    return "select "
        + cores.expression(kind, scope, depth)
        + " from "
        + written(source)
        + " where "
        + cores.predicates().joining(outer, source)
        + " order by "
        + String.join(", ", scope.identity().orElseThrow())
        + limit;
  }

  /** Of what belongs to a row of the query around it, which itself asks for more. */
  String nested(Scope outer, int depth) {
    Source source = inner();
    Scope scope = new Scope(ImmutableList.of(source));
    return "select 1 from "
        + written(source)
        + " where "
        + cores.predicates().joining(outer, source)
        + switch (choices.below(3)) {
          case 0 -> " and exists (" + correlated(outer.with(source), depth) + ")";
          case 1 -> " having count(*) > " + literals.of(Kind.INTEGER);
          default -> " and " + cores.predicates().of(scope, 0) + " order by 1 limit 1";
        };
  }

  private Source inner() {
    Facts.Known known =
        draft.facts.table(
            choices.of(
                "orders", "consciousness_states", "items", "users", "accounts", "transfers"));
    return new Source(draft.name("s"), known.columns(), Optional.of(known));
  }

  private static String written(Source source) {
    return source.table().orElseThrow().table().name() + " " + source.alias();
  }

  /** Of one column and one row. */
  String single(Kind kind, int depth) {
    Sources.From from = cores.sources().of(0);
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
    Source source = inner();
    String more =
        depth > 0 && choices.chance(40)
            ? " and " + cores.predicates().of(new Scope(ImmutableList.of(source)), 0)
            : "";
    return " from "
        + written(source)
        + " where "
        + cores.predicates().joining(outer, source)
        + more;
  }

  /** One to three kinds that any two queries can have in common. */
  ImmutableList<Kind> kinds() {
    ImmutableList.Builder<Kind> kinds = ImmutableList.builder();
    int count = choices.of(1, 2, 2, 3);
    for (int i = 0; i < count; i++) {
      kinds.add(choices.of(choices.chance(10) ? Kind.RARE : Kind.COMMON));
    }
    return kinds.build();
  }

  /** Common table expressions, which can be named from then on. */
  String with(int depth) {
    if (choices.chance(25)) {
      return recursive();
    }
    List<String> parts = new ArrayList<>();
    int count = choices.of(1, 1, 2);
    for (int i = 0; i < count; i++) {
      Query query = derived(depth);
      String name = draft.name("cte");
      String materialized = choices.of("", "", " materialized", " not materialized");
      parts.add(name + " as" + materialized + " (" + query.sql() + ")");
      draft.known.add(new Source(name, query.columns(), Optional.empty()));
    }
    return "with " + String.join(", ", parts) + " ";
  }

  private String recursive() {
    Column number = new Column("n", Kind.INTEGER, false);
    Column key = new Column("k", Kind.TEXT, false);
    String name = draft.name("r");
    Source users =
        new Source(draft.name("s"), draft.facts.table("users").columns(), Optional.empty());
    String some = cores.predicates().of(new Scope(ImmutableList.of(users)), 0);
    String start =
        "select 1, " + users.alias() + ".id from users " + users.alias() + " where " + some;
    boolean alone = choices.below(3) == 0;
    String body =
        alone
            ? "select 1 union all select n + 1 from " + name + " where n < 4"
            : start
                + choices.of(
                    " union all select n + 1, k from " + name + " where n < 3",
                    " union select o.no, o.user_id from "
                        + name
                        + " join orders o on o.user_id = k and o.no > n",
                    " union select n + 1, o.country from "
                        + name
                        + " join orders o on o.user_id = k where n < 3",
                    " union select n + 1, a.owner from "
                        + name
                        + " join accounts a on a.owner >= k where n < 2");
    draft.known.add(
        new Source(
            name,
            alone ? ImmutableList.of(number) : ImmutableList.of(number, key),
            Optional.empty()));
    return "with recursive " + name + (alone ? "(n)" : "(n, k)") + " as (" + body + ") ";
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
    return switch (choices.below(7)) {
      case 5 -> " fetch first " + choices.of("3", "7", "40") + " rows with ties";
      case 6 -> choices.of(" limit all", " limit null", " offset 2 rows", " limit 5 offset 0");
      case 0, 1 -> " limit " + rows;
      case 2 -> " limit " + rows + " offset " + literals.rows();
      case 3 -> " offset " + rows;
      default -> " offset 1 fetch first 5 rows only";
    };
  }
}
