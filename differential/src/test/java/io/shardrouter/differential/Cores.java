package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes up SELECTs of every form. */
final class Cores {
  private final Draft draft;
  private final Choices choices;
  private final Predicates predicates;
  private final Expressions expressions;
  private final Aggregates aggregates;
  private final Sources sources;

  Cores(Draft draft, Literals literals, Queries queries) {
    this.draft = draft;
    this.choices = draft.choices;
    this.predicates = new Predicates(draft, literals, queries);
    this.expressions = predicates.expressions();
    this.aggregates = new Aggregates(draft, predicates, literals);
    this.sources = new Sources(draft, predicates, queries);
  }

  /** Where a SELECT stands. */
  enum Standing {
    /** By itself: its columns need no names, and often it is about one key. */
    ALONE,
    /** In another one, which names its columns. */
    INSIDE,
    /** Beside another one, with which it shares kinds of columns. */
    BESIDE
  }

  /** A SELECT whose columns are of {@code kinds}. */
  Core of(List<Kind> kinds, Standing standing, int depth) {
    Sources.From from = sources.of(depth);
    String where = where(from, standing, depth);
    String tail = " from " + from.sql() + where;
    return switch (choices.below(12)) {
      case 5 -> aggregate(kinds, standing, depth, from.scope(), tail);
      case 6, 7, 8 -> grouped(kinds, standing, depth, from.scope(), tail);
      case 9 -> windowed(kinds, standing, depth, from.scope(), tail);
      case 10 -> distinct(kinds, standing, depth, from.scope(), tail);
      case 11 -> distinctOn(kinds, standing, depth, from.scope(), tail);
      default -> plain(kinds, standing, depth, from.scope(), tail);
    };
  }

  private String where(Sources.From from, Standing standing, int depth) {
    Scope scope = from.scope();
    List<String> conditions = new ArrayList<>(from.conditions());
    if (choices.chance(standing == Standing.ALONE ? 25 : 8)) {
      predicates.key(scope).ifPresent(conditions::add);
    }
    if (choices.chance(55)) {
      conditions.add(predicates.of(scope, depth));
    }
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  /** What a SELECT gives. */
  private record Listed(String sql, ImmutableList<Column> columns) {
    Listed with(String name, Kind kind) {
      return new Listed(
          sql,
          ImmutableList.<Column>builder()
              .addAll(columns)
              .add(new Column(name, kind, false))
              .build());
    }
  }

  private Listed list(List<Kind> kinds, Standing standing, Function<Kind, String> expression) {
    StringBuilder sql = new StringBuilder();
    ImmutableList.Builder<Column> columns = ImmutableList.builder();
    for (Kind kind : kinds) {
      Draft.Part part = draft.part(() -> expression.apply(kind));
      sql.append(sql.isEmpty() ? "" : ", ").append(part.sql());
      String name = draft.name("c");
      if (standing != Standing.ALONE || choices.chance(40)) {
        sql.append(" as ").append(name);
      }
      columns.add(new Column(name, kind, part.loose()));
    }
    return new Listed(sql.toString(), columns.build());
  }

  private Core plain(List<Kind> kinds, Standing standing, int depth, Scope scope, String tail) {
    if (standing == Standing.ALONE && !tail.contains(" using (") && choices.chance(12)) {
      scope.columns().forEach(expressions::named);
      ImmutableList<Column> all =
          scope.columns().stream()
              .map(Scope.Reference::column)
              .collect(ImmutableList.toImmutableList());
      return new Core("plain", "select *" + tail, all, scope, total(scope), "");
    }
    Listed list = list(kinds, standing, kind -> expressions.of(kind, scope, depth));
    return new Core(
        "plain", "select " + list.sql() + tail, list.columns(), scope, total(scope), "");
  }

  private static ImmutableList<String> total(Scope scope) {
    return scope.identity().orElse(ImmutableList.of());
  }

  private Core aggregate(List<Kind> kinds, Standing standing, int depth, Scope scope, String tail) {
    Listed list = list(kinds, standing, kind -> aggregates.of(kind, scope, depth));
    return closed("aggregate", "select " + list.sql() + tail, list);
  }

  private Core grouped(List<Kind> kinds, Standing standing, int depth, Scope scope, String tail) {
    draft.fold();
    List<Kind> by = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    int count = choices.of(1, 1, 1, 1, 1, 1, 1, 2, 2, 3);
    for (int i = 0; i < count; i++) {
      Kind kind =
          present(i == 0 ? kinds.get(0) : choices.of(Kind.TEXT, Kind.INTEGER, Kind.BOOL), scope);
      by.add(kind);
      keys.add(draft.withoutParameters(() -> groupKey(kind, scope, depth)));
    }
    Listed list =
        list(
            kinds,
            standing,
            kind -> {
              int at = by.indexOf(kind);
              return at >= 0 && choices.below(10) < 6
                  ? keys.get(at)
                  : aggregates.of(kind, scope, depth);
            });
    String extra = extra(keys, standing);
    String sql = "select " + list.sql() + extra + tail + " group by " + sets(keys);
    if (choices.chance(25)) {
      sql += " having " + aggregates.of(Kind.BOOL, scope, 0);
    }
    return closed("grouped", sql, extra.isEmpty() ? list : list.with("x", Kind.OTHER));
  }

  /** What only a query that stands alone can have in addition: it is not ordered by. */
  private String extra(List<String> keys, Standing standing) {
    if (standing != Standing.ALONE || !choices.chance(12)) {
      return "";
    }
    return choices.of(
        ", sum(count(*)) over (order by " + keys.get(0) + ")",
        ", rank() over (order by count(*) desc)",
        ", count(*) over ()");
  }

  private String sets(List<String> keys) {
    String all = String.join(", ", keys);
    if (!choices.chance(15)) {
      return all;
    }
    return choices.of(
        "rollup (" + all + ")",
        "cube (" + all + ")",
        "grouping sets ((" + all + "), (" + keys.get(0) + "), ())",
        "grouping sets ((" + keys.get(0) + "), ())" + (keys.size() > 1 ? ", " + keys.get(1) : ""));
  }

  /** {@code kind} if there is a column of it; else the kind of some column. */
  private Kind present(Kind kind, Scope scope) {
    if (!scope.columns(kind).isEmpty()) {
      return kind;
    }
    Kind other = choices.of(scope.columns()).column().kind();
    return other == Kind.SPAN ? Kind.INTEGER : other;
  }

  /** A column more often than not, and never a bare value: that would mean a column's number. */
  private String groupKey(Kind kind, Scope scope, int depth) {
    return choices.below(10) < 7
        ? expressions.column(kind, scope)
        : expressions.of(kind, scope, depth);
  }

  private Core windowed(List<Kind> kinds, Standing standing, int depth, Scope scope, String tail) {
    Listed list = list(kinds, standing, kind -> expressions.of(kind, scope, depth));
    Draft.Part window = draft.part(() -> aggregates.window(scope, depth));
    String sql = "select " + list.sql() + ", " + window.sql() + " as w" + tail;
    if (standing == Standing.BESIDE) {
      return plain(kinds, standing, depth, scope, tail);
    }
    ImmutableList<Column> columns =
        ImmutableList.<Column>builder()
            .addAll(list.columns())
            .add(new Column("w", Kind.OTHER, window.loose()))
            .build();
    return new Core("windowed", sql, columns, scope, total(scope), "");
  }

  private Core distinct(List<Kind> kinds, Standing standing, int depth, Scope scope, String tail) {
    draft.fold();
    Listed list = list(kinds, standing, kind -> expressions.of(kind, scope, depth));
    return closed("distinct", "select distinct " + list.sql() + tail, list);
  }

  private Core distinctOn(
      List<Kind> kinds, Standing standing, int depth, Scope scope, String tail) {
    Optional<ImmutableList<String>> identity = scope.identity();
    if (identity.isEmpty() || standing == Standing.BESIDE) {
      return distinct(kinds, standing, depth, scope, tail);
    }
    draft.fold();
    String first = draft.withoutParameters(() -> groupKey(present(kinds.get(0), scope), scope, 0));
    if (choices.chance(20)) {
      first += ", " + expressions.column(Kind.TEXT, scope);
    }
    Listed list = list(kinds, standing, kind -> expressions.of(kind, scope, depth));
    String sql = "select distinct on (" + first + ") " + list.sql() + tail;
    return new Core("distinct on", sql, list.columns(), scope, identity.get(), first);
  }

  private static Core closed(String form, String sql, Listed list) {
    return new Core(form, sql, list.columns(), Scope.EMPTY, ImmutableList.of(), "");
  }

  /** Something to order by. */
  String expression(Kind kind, Scope scope) {
    return draft.withoutParameters(() -> groupKey(present(kind, scope), scope, 1));
  }

  /** Something of a row, without parameters. */
  String expression(Kind kind, Scope scope, int depth) {
    return draft.withoutParameters(() -> expressions.of(kind, scope, depth));
  }

  Predicates predicates() {
    return predicates;
  }

  Aggregates aggregates() {
    return aggregates;
  }

  Sources sources() {
    return sources;
  }
}
