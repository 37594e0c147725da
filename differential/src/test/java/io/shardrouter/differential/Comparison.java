package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.ShardKey;
import io.shardrouter.differential.Observation.Failed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Asks both sides the same and compares what they say, and what became of the tables. */
record Comparison(Side plain, Side routed) {
  /** An answer larger than this is PostgreSQL's own business. */
  /** The driver's state where an answer exceeds {@code maxResultBuffer}. */
  private static final String TOO_LARGE = "08S01";

  private static final int MOST_ROWS = 20_000;

  Verdict of(Question question) throws SQLException, IOException {
    ImmutableList<Observation> expected = asked(plain, question);
    Optional<Verdict> unasked = unasked(expected);
    if (unasked.isPresent()) {
      return unasked.get();
    }
    Verdict verdict = Differences.between(expected, asked(routed, question));
    if (!question.writes()) {
      return verdict;
    }
    try {
      return tables(question, verdict).orElse(verdict);
    } finally {
      plain.reset();
      routed.reset();
    }
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

  /** What is wrong with the tables after a write. */
  private Optional<Verdict> tables(Question question, Verdict verdict)
      throws SQLException, IOException {
    for (Table table : Table.ALL) {
      Optional<Verdict> difference =
          verdict instanceof Verdict.Refused
              ? afterRefusal(question, table)
              : contents(question, table);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** A question of one statement, if refused, leaves the tables alone. */
  private Optional<Verdict> afterRefusal(Question question, Table table)
      throws SQLException, IOException {
    if (question instanceof Script script && script.steps().size() == 1) {
      for (Database database : routed.databases()) {
        if (!database.isAsLoaded(table)) {
          return Optional.of(
              new Verdict.Wrong("nothing is written", "refused, and " + table.name() + " changed"));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict> contents(Question question, Table table)
      throws SQLException, IOException {
    List<String> expected = plain.databases().get(0).lines(table, question.ignored());
    List<String> got = new ArrayList<>();
    for (int shard = 0; shard < routed.databases().size(); shard++) {
      ImmutableList<String> lines = routed.databases().get(shard).lines(table, question.ignored());
      Optional<Verdict> misplaced = misplaced(table, lines, shard);
      if (misplaced.isPresent()) {
        return misplaced;
      }
      if (table.placing() instanceof Table.Placing.Everywhere) {
        if (!lines.equals(expected)) {
          return differ(table, expected, lines);
        }
        got = lines;
      } else {
        got.addAll(lines);
      }
    }
    List<String> all = new ArrayList<>(got);
    Collections.sort(all);
    return all.equals(expected) ? Optional.empty() : differ(table, expected, all);
  }

  private Optional<Verdict> misplaced(Table table, ImmutableList<String> lines, int shard)
      throws SQLException {
    if (routed.router().isPresent() && table.placing() instanceof Table.Placing.Keyed keyed) {
      for (String line : lines) {
        String key = line.split("\t", 2)[0];
        if (key.indexOf('\\') < 0
            && routed.router().get().route(ShardKey.of(keyed.group(), key)).shard() != shard) {
          return Optional.of(
              new Verdict.Wrong(
                  "rows where their keys are", table.name() + " on " + shard + ": " + line));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> differ(Table table, List<String> expected, List<String> got) {
    List<String> missing = new ArrayList<>(expected);
    got.forEach(missing::remove);
    List<String> added = new ArrayList<>(got);
    expected.forEach(added::remove);
    return Optional.of(
        new Verdict.Wrong(
            table.name() + " afterwards, only here: " + Differences.few(missing),
            "only here: " + Differences.few(added)));
  }
}
