package io.shardrouter.internal.jdbc;

import com.google.common.util.concurrent.Uninterruptibles;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of an execution that run at the same time: one on the statement's own connection, and each
 * other one on a connection like it; a cancel of the statement reaches all. Used once.
 */
final class BesideParts<R> {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter");

  /** One part. */
  @FunctionalInterface
  interface Part<R> {
    /** Runs it by {@code statement}, which is on the connection it is meant for. */
    R run(KeyedStatement statement) throws SQLException;
  }

  /** What came of a part. */
  sealed interface Outcome<R> {
    /** It is in. */
    record Done<R>(R result) implements Outcome<R> {}

    /** It failed. */
    record Failed<R>(SQLException failure) implements Outcome<R> {}
  }

  private final KeyedStatement statement;
  private final Executor threads;
  private final Map<Integer, FutureTask<R>> tasks = new LinkedHashMap<>();
  private final Set<KeyedStatement> running = ConcurrentHashMap.newKeySet();

  BesideParts(KeyedStatement statement) {
    this.statement = statement;
    this.threads = statement.session().byText().threads();
    statement.alsoCancels(this::cancel);
  }

  /** Starts {@code part}, which is known as {@code number}, on a connection of its own. */
  void start(int number, Part<R> part) {
    FutureTask<R> task = new FutureTask<>(() -> beside(part));
    tasks.put(number, task);
    threads.execute(task);
  }

  private R beside(Part<R> part) throws SQLException {
    KeyedConnection other = statement.connection().like();
    try {
      KeyedStatement by = other.created(statement.like(other));
      statement.configure(by);
      running.add(by);
      try {
        return part.run(by);
      } finally {
        running.remove(by);
      }
    } finally {
      close(other);
    }
  }

  /** Whatever comes of it: a part that is in is not to be reported as failed. */
  private static void close(KeyedConnection other) {
    try {
      other.close();
    } catch (SQLException e) {
      LOG.debug("a connection for a part of a batch could not be closed", e);
    }
  }

  /** Runs {@code part}, which is known as {@code number}, here and now. */
  void runHere(int number, Part<R> part) {
    FutureTask<R> task = new FutureTask<>(() -> part.run(statement));
    tasks.put(number, task);
    task.run();
  }

  /**
   * Waits for all, as the driver waits for its shard: an interrupt is kept for whoever comes next.
   */
  Map<Integer, Outcome<R>> outcomes() {
    Map<Integer, Outcome<R>> outcomes = new LinkedHashMap<>();
    tasks.forEach((number, task) -> outcomes.put(number, outcome(task)));
    statement.alsoCancels(null);
    return outcomes;
  }

  private static <R> Outcome<R> outcome(FutureTask<R> task) {
    try {
      return new Outcome.Done<>(Uninterruptibles.getUninterruptibly(task));
    } catch (ExecutionException e) {
      return new Outcome.Failed<>(
          e.getCause() instanceof SQLException failure
              ? failure
              : new SQLException("a part failed: " + e.getCause(), "XX000", e.getCause()));
    }
  }

  /** Cancels what runs on the other connections. For any thread. */
  private void cancel() throws SQLException {
    for (KeyedStatement by : running) {
      by.cancel();
    }
  }
}
