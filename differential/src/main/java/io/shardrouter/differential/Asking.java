package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks plain PostgreSQL: over one connection as long as nothing is left in its session, and the
 * same reading question not twice in a row. Not thread-safe.
 */
final class Asking implements AutoCloseable {
  /** The driver's state where an answer exceeds {@code maxResultBuffer}. */
  private static final String TOO_LARGE = "08S01";

  private static final String OUT_OF_TIME = "57014";

  /** An answer larger than this is PostgreSQL's own business. */
  private static final int MOST_ROWS = 20_000;

  private final DataSource source;
  private @Nullable Connection lasting;
  private @Nullable Question last;
  private ImmutableList<Observation> answer = ImmutableList.of();

  Asking(DataSource source) {
    this.source = source;
  }

  ImmutableList<Observation> of(Question question) {
    if (last == question) {
      return answer;
    }
    answer = question.leavesNothing() ? overLasting(question) : asked(source, question);
    last = question.writes() ? null : question;
    return answer;
  }

  private ImmutableList<Observation> overLasting(Question question) {
    Answer given = new Answer();
    given.attempt(
        () -> {
          Connection connection = lasting;
          if (connection == null || connection.isClosed()) {
            connection = source.getConnection();
            lasting = connection;
          }
          question.ask(connection, given);
        });
    return given.observations();
  }

  /** Over a connection of the question's own. */
  static ImmutableList<Observation> asked(DataSource source, Question question) {
    Answer answer = new Answer();
    try {
      answer.attempt(
          () -> {
            try (Connection connection = source.getConnection()) {
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

  /** Where PostgreSQL itself gave no answer in time, or one too large. */
  static Optional<Verdict> unasked(ImmutableList<Observation> expected) {
    for (Observation observation : expected) {
      if (observation instanceof Observation.Failed failed && failed.state().equals(OUT_OF_TIME)) {
        return Optional.of(new Verdict.Unasked("out of time"));
      }
      if (observation instanceof Observation.Failed failed && failed.state().equals(TOO_LARGE)) {
        return Optional.of(new Verdict.Unasked("too large"));
      }
      if (observation instanceof Observation.Rows rows && rows.rows().size() > MOST_ROWS) {
        return Optional.of(new Verdict.Unasked("too many rows"));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws SQLException {
    Connection connection = lasting;
    if (connection != null) {
      connection.close();
    }
  }
}
