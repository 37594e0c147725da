package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Observation.Failed;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Asks both sides the same and compares what they say, and what became of the tables.
 *
 * @param asking of the plain side
 * @param movers where keys move
 */
record Comparison(Side plain, Asking asking, Side routed, Optional<Movers> movers) {
  /** What a caller repeats where keys move: the key has moved, or a guard waited too long. */
  private static final Set<String> TRANSIENT = Set.of("40001", "55P03");

  private static final int REPETITIONS = 20;

  Comparison(Side plain, Side routed) {
    this(plain, new Asking(plain.source()), routed, Optional.empty());
  }

  Verdict of(Question question) throws SQLException, IOException {
    for (int i = 0; i < REPETITIONS; i++) {
      Optional<Verdict> verdict = once(question);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    return new Verdict.Wrong("an answer", "what is to be repeated, " + REPETITIONS + " times");
  }

  /** Empty: to be repeated. */
  private Optional<Verdict> once(Question question) throws SQLException, IOException {
    ImmutableList<Observation> expected = asking.of(question);
    Optional<Verdict> unasked = Asking.unasked(expected);
    if (unasked.isPresent()) {
      return unasked;
    }
    ImmutableList<Observation> got = Asking.asked(routed.source(), question);
    Verdict verdict = Differences.between(expected, got);
    if (question.writes()) {
      verdict = tables(question, verdict);
    }
    return movers.isPresent() && isTransient(got) ? Optional.empty() : Optional.of(verdict);
  }

  private static boolean isTransient(ImmutableList<Observation> got) {
    return got.stream()
        .anyMatch(
            observation ->
                observation instanceof Failed failed && TRANSIENT.contains(failed.state()));
  }

  /** What is wrong with the tables after a write, if anything is; then they are as before. */
  private Verdict tables(Question question, Verdict verdict) throws SQLException, IOException {
    if (movers.isEmpty()) {
      return tables(question, verdict, routed::holder);
    }
    movers.get().still().lock();
    try {
      routed.expect(plain, movers.get()::holder);
      return tables(question, verdict, movers.get()::holder);
    } finally {
      movers.get().still().unlock();
    }
  }

  private Verdict tables(Question question, Verdict verdict, Side.Placement placement)
      throws SQLException, IOException {
    Contents contents = new Contents(plain, routed, placement);
    try {
      return contents.wrong(question, verdict instanceof Verdict.Refused).orElse(verdict);
    } finally {
      contents.reset();
    }
  }
}
