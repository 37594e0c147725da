package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.differential.Ask.Manner;
import io.shardrouter.differential.Cores.Standing;
import io.shardrouter.differential.Expectation.Exactness;
import io.shardrouter.differential.Expectation.Sequence;
import io.shardrouter.differential.Facts.Column;
import io.shardrouter.differential.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up a SELECT, and how it is run and compared. */
final class Generator {
  private static final int DEPTH = 2;

  private final Draft draft;
  private final Choices choices;
  private final Queries queries;

  private Generator(Choices choices, Facts facts) {
    this.draft = new Draft(choices, facts);
    this.choices = choices;
    this.queries = new Queries(draft);
  }

  /** The statement that the choices lead to. */
  static Script statement(Choices choices, Facts facts) {
    return new Generator(choices, facts).make();
  }

  private Script make() {
    List<Source> known = new ArrayList<>();
    String with = choices.chance(10) ? with(known) : "";
    Core core =
        choices.chance(12)
            ? together(known)
            : queries.cores().of(queries.kinds(), Standing.ALONE, DEPTH, known);
    Sequence sequence = new Sequence.Any();
    String end = queries.lead(core);
    if (choices.chance(45)) {
      end = queries.order(core) + (choices.chance(45) ? queries.limit() : "");
      sequence = new Sequence.Same();
    } else if (end.isEmpty() && choices.chance(10)) {
      draft.fold();
      int column = 1 + choices.below(core.columns().size());
      end = " order by " + column;
      sequence = new Sequence.By(ImmutableList.of(column));
    }
    Ask ask = draft.finish(with + core.sql() + end, manner(sequence));
    String category = "Generated: " + (with.isEmpty() ? "" : "with, ") + core.form();
    return script(category, ask);
  }

  private static Script script(String category, Ask ask) {
    return new Script(category, "", ImmutableList.of(new Script.Step.Run(ask)), ImmutableSet.of());
  }

  private Manner manner(Sequence sequence) {
    Exactness exactness = draft.isFoldedLoosely() ? Exactness.NUMBER : Exactness.LETTER;
    boolean prepared = choices.chance(20);
    int fetchSize = choices.chance(20) ? 3 : 0;
    return new Manner(prepared, false, fetchSize, 0, new Expectation(sequence, exactness));
  }

  /** Two queries or three as one. */
  private Core together(List<Source> known) {
    draft.fold();
    Core first = queries.cores().of(queries.kinds(), Standing.BESIDE, 1, known);
    StringBuilder sql = new StringBuilder(first.sql());
    List<Column> columns = new ArrayList<>(first.columns());
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
      sql.append(queries.cores().of(first.kinds(), Standing.BESIDE, 1, known).sql());
    }
    if (first.kinds().contains(Kind.NUMERIC)) {
      draft.useLoose();
    }
    return new Core(
        "set operation",
        sql.toString(),
        ImmutableList.copyOf(columns),
        Scope.EMPTY,
        ImmutableList.of(),
        "");
  }

  private String with(List<Source> known) {
    if (choices.chance(15)) {
      known.add(
          new Source(
              "r", ImmutableList.of(new Column("n", Kind.INTEGER, false)), Optional.empty()));
      return "with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) ";
    }
    List<String> parts = new ArrayList<>();
    int count = choices.of(1, 1, 2);
    for (int i = 0; i < count; i++) {
      Queries.Query query = queries.derived(1);
      String name = draft.name("cte");
      String materialized = choices.of("", "", " materialized", " not materialized");
      parts.add(name + " as" + materialized + " (" + query.sql() + ")");
      known.add(new Source(name, query.columns(), Optional.empty()));
    }
    return "with " + String.join(", ", parts) + " ";
  }
}
