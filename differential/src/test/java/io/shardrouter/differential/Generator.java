package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.differential.Ask.Manner;
import io.shardrouter.differential.Cores.Standing;
import io.shardrouter.differential.Expectation.Exactness;
import io.shardrouter.differential.Expectation.Sequence;

/** Makes up a statement, and how it is run and compared. */
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
    if (choices.chance(8)) {
      Writes.Write write = new Writes(draft, queries.literals(), queries.cores()).of();
      return script(
          "Generated: " + write.form(), draft.finish(write.sql(), manner(new Sequence.Any())));
    }
    String with = choices.chance(12) ? queries.with(1) : "";
    Core core =
        choices.chance(12)
            ? queries.together(1)
            : queries.cores().of(queries.kinds(), Standing.ALONE, DEPTH);
    Sequence sequence = new Sequence.Any();
    String end = queries.lead(core);
    if (choices.chance(45)) {
      end = queries.order(core) + (choices.chance(45) ? queries.limit() : "");
      sequence = new Sequence.Same();
    } else if (end.isEmpty() && choices.chance(10)) {
      draft.fold();
      int column = 1 + choices.below(core.columns().size());
      // Equal intervals may look different, and then the order between them is seen.
      if (core.columns().get(column - 1).kind() != Kind.SPAN) {
        end = " order by " + column;
        sequence = new Sequence.By(ImmutableList.of(column));
      }
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
}
