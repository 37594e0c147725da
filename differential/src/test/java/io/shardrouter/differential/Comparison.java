package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.differential.Observation.Failed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * Asks both sides the same and compares what they say, and what became of the tables.
 *
 * @param still where keys move: no move runs while it is held
 */
record Comparison(Side plain, Side routed, Optional<Lock> still) {
  /** The driver's state where an answer exceeds {@code maxResultBuffer}. */
  private static final String TOO_LARGE = "08S01";

  /** What a caller repeats where keys move: the key has moved, or a guard waited too long. */
  private static final Set<String> TRANSIENT = Set.of("40001", "55P03");

  private static final int REPETITIONS = 20;

  /** An answer larger than this is PostgreSQL's own business. */
  private static final int MOST_ROWS = 20_000;

  Comparison(Side plain, Side routed) {
    this(plain, routed, Optional.empty());
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
    ImmutableList<Observation> expected = asked(plain, question);
    Optional<Verdict> unasked = unasked(expected);
    if (unasked.isPresent()) {
      return unasked;
    }
    ImmutableList<Observation> got = asked(routed, question);
    Verdict verdict = Differences.between(expected, got);
    if (question.writes()) {
      verdict = tables(question, verdict);
    }
    return still.isPresent() && isTransient(got) ? Optional.empty() : Optional.of(verdict);
  }

  private static Optional<Verdict> unasked(ImmutableList<Observation> expected) {
    for (Observation observation : expected) {
      if (observation instanceof Failed failed && failed.state().equals("57014")) {
        return Optional.of(new Verdict.Unasked("out of time"));
      }
      if (observation instanceof Failed failed && failed.state().equals(TOO_LARGE)) {
        return Optional.of(new Verdict.Unasked("too large"));
      }
      if (observation instanceof Observation.Rows rows && rows.rows().size() > MOST_ROWS) {
        return Optional.of(new Verdict.Unasked("too many rows"));
      }
    }
    return Optional.empty();
  }

  private static ImmutableList<Observation> asked(Side side, Question question) {
    Answer answer = new Answer();
    try {
      answer.attempt(
          () -> {
            try (Connection connection = side.source().getConnection()) {
              question.ask(connection, answer);
              if (!connection.getAutoCommit()) {
                connection.rollback();
              }
            }
          });
    } catch (Answer.Stopped e) {
      // The refusal is the last thing that was observed.
    }
    return answer.observations();
  }

  private static boolean isTransient(ImmutableList<Observation> got) {
    return got.stream()
        .anyMatch(
            observation ->
                observation instanceof Failed failed && TRANSIENT.contains(failed.state()));
  }

  /** What is wrong with the tables after a write, if anything is; then they are as before. */
  private Verdict tables(Question question, Verdict verdict) throws SQLException, IOException {
    if (still.isEmpty()) {
      return tables(question, verdict, routed.router());
    }
    still.get().lock();
    try (ShardedDataSource now = ShardedDataSource.open(routed.config())) {
      routed.expect(plain, now);
      return tables(question, verdict, Optional.of(now));
    } finally {
      still.get().unlock();
    }
  }

  private Verdict tables(Question question, Verdict verdict, Optional<ShardedDataSource> placement)
      throws SQLException, IOException {
    Contents contents = new Contents(plain, routed, placement);
    try {
      if (!(verdict instanceof Verdict.Refused)) {
        return contents.difference(question.ignored()).orElse(verdict);
      }
      boolean atOnce = question instanceof Script script && script.steps().size() == 1;
      return atOnce ? contents.change().orElse(verdict) : verdict;
    } finally {
      contents.reset();
    }
  }
}
