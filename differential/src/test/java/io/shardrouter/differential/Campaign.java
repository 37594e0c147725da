package io.shardrouter.differential;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes up distinct statements and compares what is said to them. */
final class Campaign {
  /** So many failures are made simple; one cause tends to fail many. */
  private static final int SHRUNK = 12;

  private static final int ATTEMPTS = 500;

  private final Facts facts;
  private final Tally reads;
  private final Tally writes;
  private final long seed;
  private int shrunk;

  Campaign(Facts facts, Tally tally, long seed) {
    this(facts, tally, tally, seed);
  }

  /** Counts what reads and what writes apart. */
  Campaign(Facts facts, Tally reads, Tally writes, long seed) {
    this.facts = facts;
    this.reads = reads;
    this.writes = writes;
    this.seed = seed;
  }

  /** Which configurations a statement is asked on. */
  interface Selection {
    List<Comparison> of(int number);
  }

  /** Asks {@code count} distinct statements. */
  void run(int count, Selection selection) throws Exception {
    Set<String> texts = new HashSet<>();
    for (long attempt = 0; texts.size() < count; attempt++) {
      Choices choices = Choices.random(seed + attempt);
      Script statement = Generator.statement(choices, facts);
      if (texts.add(statement.name())) {
        for (Comparison comparison : selection.of(texts.size())) {
          ask(statement, choices.taken(), comparison);
        }
      }
    }
  }

  private void ask(Script statement, ImmutableIntArray choices, Comparison comparison)
      throws Exception {
    Tally tally = statement.writes() ? writes : reads;
    Verdict verdict = comparison.of(statement);
    if (verdict instanceof Verdict.Wrong && shrunk < SHRUNK) {
      shrunk++;
      Script simplest =
          Generator.statement(
              Choices.again(
                  Shrinking.of(choices, simpler -> isWrong(simpler, comparison), ATTEMPTS)),
              facts);
      tally.add(simplest, comparison.routed().name(), comparison.of(simplest));
    } else {
      tally.add(statement, comparison.routed().name(), verdict);
    }
  }

  private boolean isWrong(ImmutableIntArray choices, Comparison comparison)
      throws SQLException, IOException {
    return comparison.of(Generator.statement(Choices.again(choices), facts))
        instanceof Verdict.Wrong;
  }
}
