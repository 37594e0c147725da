package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardOutcome;
import io.shardrouter.internal.exec.Failures.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one scatter. What waits for a shard runs on the executor, and the caller's thread
 * waits here for whichever arrives first. The first failure ends all of them, whatever the caller's
 * thread is doing. For one caller's thread.
 */
final class ShardCursors {
  /** A cancel request is repeated after this, until the shard takes it. */
  private static final Duration CANCEL_AGAIN = Duration.ofMillis(100);

  /** A shard that answers no cancel request for so long loses its connection. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final List<ShardCursor> cursors;
  private final Executor executor;
  private final Deadline deadline;
  private final Failures failures;
  private final BlockingQueue<ShardCursor> arrivals = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable SQLException> firstFailure = new AtomicReference<>();
  private Optional<String> unsettled = Optional.empty();

  /** Those that are held to the end, though they have no more rows. */
  private Collection<ShardCursor> kept;

  private boolean ended;

  ShardCursors(List<ShardCursor> cursors, Executor executor, Deadline deadline, Failures failures) {
    this.cursors = List.copyOf(cursors);
    this.executor = executor;
    this.deadline = deadline;
    this.failures = failures;
    this.kept = this.cursors.subList(0, 1);
  }

  List<ShardCursor> all() {
    return cursors;
  }

  /** The one that describes the columns, and may be asked about them: it stays to the end. */
  ShardCursor describing() {
    return kept.iterator().next();
  }

  /** Holds {@code some} to the end; unless this is called, the first one is held. */
  void keep(Collection<ShardCursor> some) {
    kept = List.copyOf(some);
  }

  /** Holds {@code last} to the end, and gives back the others' connections; does not wait. */
  void keepOnly(ShardCursor last) {
    kept = List.of(last);
    cursors.forEach(this::exhausted);
  }

  Deadline deadline() {
    return deadline;
  }

  /** Reads all shards anew and waits until each of them has its first block. */
  void readAll() throws SQLException {
    runAll(cursor -> cursor::read);
  }

  /** Wakes the caller's thread once: when the last shard has arrived, or the first has failed. */
  private void runAll(Function<ShardCursor, ShardCursor.Step> steps) throws SQLException {
    AtomicInteger awaited = new AtomicInteger(cursors.size());
    for (ShardCursor cursor : cursors) {
      ShardCursor.Step step = steps.apply(cursor);
      executor.execute(
          () -> {
            boolean failed = run(cursor, step);
            if (awaited.decrementAndGet() == 0 || failed) {
              arrivals.add(cursor);
            }
          });
    }
    take();
  }

  /** Asks one shard something more, and waits for the first block. */
  void ask(ShardCursor cursor, ShardCursor.Question question) throws SQLException {
    start(cursor, () -> cursor.ask(question));
    take();
  }

  /** Says what keeps the snapshots from fitting together, until they {@link #settled}. */
  void unsettled(String what) {
    unsettled = Optional.of(what);
  }

  void settled() {
    unsettled = Optional.empty();
  }

  /** Gets the next block of {@code cursor}, which arrives when it is there. */
  void fetch(ShardCursor cursor) {
    start(cursor, cursor.answer()::fetch);
  }

  private void start(ShardCursor cursor, ShardCursor.Step step) {
    executor.execute(
        () -> {
          run(cursor, step);
          arrivals.add(cursor);
        });
  }

  /** Gives whether {@code cursor} has failed. */
  private boolean run(ShardCursor cursor, ShardCursor.Step step) {
    cursor.run(step);
    SQLException failure = cursor.failure();
    if (failure != null && firstFailure.compareAndSet(null, failure)) {
      cancelAll();
    }
    return failure != null;
  }

  /** Waits for a cursor with a block, or at its end. */
  ShardCursor take() throws SQLException {
    requireHealthy();
    ShardCursor arrived;
    try {
      arrived = arrivals.poll(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(Reason.INTERRUPTED, "the thread was interrupted", e);
    }
    requireHealthy();
    if (arrived == null || deadline.isOver()) {
      throw late("not done within its limit of " + deadline.limit());
    }
    return arrived;
  }

  /** Fails as soon as one of the shards has. */
  void requireHealthy() throws SQLException {
    SQLException failure = firstFailure.get();
    if (failure instanceof RefusedException refused) {
      cancelAll();
      endAll();
      throw refused;
    }
    if (failure != null) {
      throw failed(reason(failure), failure);
    }
  }

  private SQLException failed(Reason reason, SQLException failure) {
    return failed(
        reason,
        reason == Reason.STOPPED
            ? String.valueOf(failure.getMessage())
            : "25006".equals(failure.getSQLState())
                ? "a scatter reads only, and this statement writes"
                : "a shard failed",
        failure);
  }

  private Reason reason(SQLException failure) {
    return cursors.stream().anyMatch(cursor -> cursor.failure() == failure)
        ? Reason.SHARD_FAILED
        : Reason.STOPPED;
  }

  /** Ends all cursors because the time, or the patience, has run out. */
  SQLException late(String what) {
    return unsettled.isPresent()
        ? failed(Reason.UNSETTLED, unsettled.get() + "; " + what, null)
        : failed(Reason.LATE, what, null);
  }

  /** Ends all cursors, and tells how far each of them was. */
  SQLException failed(Reason reason, String what, @Nullable Throwable cause) {
    cancelAll();
    endAll();
    List<ShardOutcome> outcomes = cursors.stream().map(ShardCursor::outcome).toList();
    return failures.of(reason, what, outcomes, cause);
  }

  /** Gives back the connection of {@code cursor}, which has no more rows; does not wait. */
  void exhausted(ShardCursor cursor) {
    if (!kept.contains(cursor)) {
      finish(cursor);
    }
  }

  private void finish(ShardCursor cursor) {
    if (cursor.endsAtOnce()) {
      cursor.end();
    } else {
      executor.execute(cursor::end);
    }
  }

  private void cancelAll() {
    cursors.forEach(cursor -> executor.execute(cursor::cancel));
  }

  /**
   * Fails the scatter from outside and waits until nothing of it runs on a shard; its reader learns
   * of it by the next row. For any thread.
   */
  void stop(SQLException reason) {
    if (!firstFailure.compareAndSet(null, reason)) {
      return;
    }
    cancelAll();
    Deadline grace = Deadline.in(GRACE);
    for (ShardCursor cursor : cursors) {
      while (cursor.isRunning() && !cursor.awaitReleased(CANCEL_AGAIN) && !grace.isOver()) {
        executor.execute(cursor::cancel);
      }
    }
  }

  private void awaitAll(Deadline grace) {
    for (ShardCursor cursor : cursors) {
      while (!cursor.awaitReleased(CANCEL_AGAIN) && !grace.isOver()) {
        finish(cursor);
      }
    }
  }

  /** Asks a shard about the columns, once the cursors have ended. */
  <T> T describe(RowsOfShards.Question<T> question) throws SQLException {
    return describing().describe(question);
  }

  /** Ends all cursors and waits until their connections are back, or broken; once. */
  void endAll() {
    if (ended) {
      return;
    }
    ended = true;
    cursors.forEach(this::finish);
    awaitAll(Deadline.in(GRACE));
    if (cursors.stream().anyMatch(c -> c.endsGently() && !c.awaitReleased(Duration.ZERO))) {
      cancelAll();
      awaitAll(Deadline.in(GRACE));
    }
    for (ShardCursor cursor : cursors) {
      if (!cursor.awaitReleased(Duration.ZERO)) {
        cursor.abandon(executor);
        cursor.awaitReleased(CANCEL_AGAIN);
      }
    }
  }
}
