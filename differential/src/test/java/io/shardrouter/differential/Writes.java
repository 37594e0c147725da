package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;
import io.shardrouter.differential.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up INSERT, UPDATE, DELETE and MERGE, most of them of one key. */
final class Writes {
  private static final ImmutableList<Kind> SETTABLE =
      ImmutableList.of(Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.BOOL, Kind.TIMESTAMP);

  private final Draft draft;
  private final Choices choices;
  private final Literals literals;
  private final Cores cores;

  Writes(Draft draft, Literals literals, Cores cores) {
    this.draft = draft;
    this.choices = draft.choices;
    this.literals = literals;
    this.cores = cores;
  }

  /** A statement, and what it is. */
  record Write(String form, String sql) {}

  Write of() {
    return switch (choices.below(10)) {
      case 0, 1 -> new Write("insert", insert());
      case 2 -> new Write("insert from a query", insertSelect());
      case 3 -> new Write("merge", merge());
      case 4 -> new Write("with a write", with());
      case 5, 6 -> new Write("delete", delete());
      default -> new Write("update", update());
    };
  }

  private String insert() {
    String key = literals.userKey();
    List<String> rows = new ArrayList<>();
    int count = choices.of(1, 1, 2, 3);
    for (int i = 0; i < count; i++) {
      String its = choices.chance(85) ? key : literals.userKey();
      rows.add("(" + its + ", " + number() + ", " + literals.of(Kind.TEXT) + ")");
    }
    boolean orders = choices.chance(40);
    return "insert into "
        + (orders ? "orders as e (user_id, no, status)" : "empties as e (user_id, n, word)")
        + " values "
        + String.join(", ", rows)
        + conflict(orders ? "no" : "n", orders ? "status" : "word")
        + (orders
            ? choices.of("", " returning *", " returning e.no, e.user_id")
            : choices.of("", " returning *", " returning n + 1 as m, e.word"));
  }

  private String number() {
    return choices.of("1", "2", "77", "500", literals.of(Kind.INTEGER));
  }

  private String conflict(String number, String word) {
    return switch (choices.below(4)) {
      case 1 -> " on conflict do nothing";
      case 2 -> " on conflict (user_id, " + number + ") do nothing";
      case 3 ->
          " on conflict (user_id, "
              + number
              + ") do update set "
              + word
              + " = coalesce(e."
              + word
              + ", '') || left(excluded."
              + word
              + ", 1)"
              + choices.of("", " where e." + number + " > 1");
      default -> "";
    };
  }

  private String insertSelect() {
    Source source = source("orders");
    Scope scope = new Scope(ImmutableList.of(source));
    String from = source.alias();
    return "insert into empties (user_id, n, word) select "
        + choices.of(from + ".user_id", from + ".user_id", literals.userKey())
        + ", "
        + from
        + ".no + 1000, "
        + cores.expression(Kind.TEXT, scope, 0)
        + " from orders "
        + from
        + where(scope, source)
        + (" order by " + from + ".user_id, " + from + ".no")
        + choices.of("", " on conflict do nothing", " returning *");
  }

  private String update() {
    Source target = target();
    Scope scope = new Scope(ImmutableList.of(target));
    List<String> sets = new ArrayList<>();
    int count = choices.of(1, 1, 2);
    for (int i = 0; i < count; i++) {
      Kind kind = choices.of(SETTABLE);
      settable(target, kind)
          .map(column -> column.name() + " = " + value(kind, scope))
          .ifPresent(sets::add);
    }
    if (sets.isEmpty()) {
      return delete();
    }
    String more = choices.chance(25) ? beside(target) : "";
    return "update "
        + written(target)
        + " set "
        + String.join(", ", sets)
        + (more.isEmpty() ? "" : " from ")
        + more
        + where(scope, target)
        + (more.isEmpty() ? "" : " and " + joined(target))
        + returning(target);
  }

  private String value(Kind kind, Scope scope) {
    return switch (choices.below(4)) {
      case 1 -> cores.expression(kind, scope, 1);
      case 2 -> "null";
      default -> literals.of(kind);
    };
  }

  private String delete() {
    Source target = target();
    Scope scope = new Scope(ImmutableList.of(target));
    String more = choices.chance(25) ? beside(target) : "";
    return "delete from "
        + written(target)
        + (more.isEmpty() ? "" : " using " + more)
        + where(scope, target)
        + (more.isEmpty() ? "" : " and " + joined(target))
        + returning(target);
  }

  /** Another table whose rows belong to the target's. */
  private static String beside(Source target) {
    return of(target).equals("transfers") || of(target).equals("accounts")
        ? "accounts b"
        : "consciousness_states b";
  }

  private static String joined(Source target) {
    return switch (of(target)) {
      case "accounts" -> "b.id = " + target.alias() + ".id";
      case "transfers" -> "b.id = " + target.alias() + ".account_id";
      case "users" -> "b.user_id = " + target.alias() + ".id and b.level = 1";
      default -> "b.user_id = " + target.alias() + ".user_id and b.level = 1";
    };
  }

  private String merge() {
    Source source = source("orders");
    Scope scope = new Scope(ImmutableList.of(source));
    String from = source.alias();
    return "merge into empties e using (select * from orders "
        + from
        + where(scope, source)
        + ") s on e.user_id = s.user_id and e.n = s.no"
        + choices.of(
            " when matched then update set word = s.status",
            " when matched and s.no > 1 then delete",
            "")
        + " when not matched then insert (user_id, n, word) values (s.user_id, s.no, 'new')";
  }

  private String with() {
    String write = choices.below(2) == 0 ? delete() : update();
    String returning = write.contains(" returning ") ? write : write + " returning 1 as one";
    return "with w as ("
        + returning
        + ") select "
        + choices.of("count(*) from w", "* from w", "w.*, c.name from w, countries c where c.euro");
  }

  private Source target() {
    return source(
        choices.of(
            "orders", "orders", "items", "users", "consciousness_states", "accounts", "transfers"));
  }

  private Source source(String table) {
    Facts.Known known = draft.facts.table(table);
    return new Source(draft.name("t"), known.columns(), Optional.of(known));
  }

  private String where(Scope scope, Source target) {
    String key =
        choices.chance(12)
            ? "true"
            : cores.predicates().key(new Scope(ImmutableList.of(target))).orElse("true");
    return " where " + key + (choices.chance(60) ? " and " + cores.predicates().of(scope, 1) : "");
  }

  private String returning(Source target) {
    return switch (choices.below(4)) {
      // Of the target alone: which of several rows it was joined with is nobody's promise.
      case 1 -> " returning " + target.alias() + ".*";
      case 2 ->
          " returning "
              + String.join(", ", new Scope(ImmutableList.of(target)).identity().orElseThrow());
      default -> "";
    };
  }

  private Optional<Column> settable(Source target, Kind kind) {
    ImmutableList<Column> columns =
        target.columns().stream()
            .filter(column -> column.kind() == kind && !column.loose())
            .filter(column -> !target.table().orElseThrow().identity().contains(column.name()))
            .filter(column -> !column.name().equals("doubled"))
            .collect(ImmutableList.toImmutableList());
    return columns.isEmpty() ? Optional.empty() : Optional.of(choices.of(columns));
  }

  private static String of(Source target) {
    return target.table().orElseThrow().table().name();
  }

  private static String written(Source target) {
    return of(target) + " " + target.alias();
  }
}
