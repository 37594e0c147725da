package io.shardrouter.migrator.internal.batch;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.shardrouter.migrator.BatchPolicy;
import io.shardrouter.migrator.BatchProgress;
import io.shardrouter.migrator.BatchReport;
import io.shardrouter.migrator.BatchReport.Outcome;
import io.shardrouter.migrator.BatchStatus;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.internal.move.Subjects.Located;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs a batch. All decisions are made on the calling thread, which alone knows the state; threads
 * of the batch look sources up and move, and report by events. For one run.
 */
public final class Batch {
  private final Work work;
  private final BatchPolicy policy;
  private final Pace pace;
  private final long begunAt;
  private BatchProgress progress;

  private final List<Item> items = new ArrayList<>();
  private final Outcome[] outcomes;
  private final Overlaps overlaps;
  private final Unlocated unlocated = new Unlocated();
  private final Ready ready;
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("shard-migrator-%d").setDaemon(true).build());

  /** Look-ups and moves whose events are still to come. */
  private int pending;

  private int running;

  /** Places that stay empty after a move, and when the last of them is free again. */
  private int resting;

  private long restingUntil;

  private int moved;
  private int skipped;
  private int failed;
  private long rows;
  private long bytes;
  private boolean stopping;
  private boolean interrupted;

  /** What is done on the shards; called by several threads at once. */
  public interface Work {
    /** The shard that holds what is {@code located}. */
    int holder(Located located) throws SQLException;

    /** Moves it. */
    MoveReport move(Located located, int target) throws SQLException;
  }

  /** A request of which is known what it names. */
  public record Named(MoveRequest request, Located located) {}

  /**
   * @param perShard how many moves may run at once from or to one shard
   * @param pace how long each of these places stays empty after a move
   */
  public Batch(
      List<Named> requests,
      int perShard,
      Pace pace,
      BatchPolicy policy,
      BatchProgress progress,
      Work work) {
    for (Named each : requests) {
      items.add(new Item(items.size(), each.request(), each.located()));
    }
    this.outcomes = new Outcome[items.size()];
    this.overlaps = new Overlaps(items);
    this.ready = new Ready(perShard);
    this.pace = pace;
    this.begunAt = pace.ticker().read();
    this.restingUntil = begunAt;
    this.policy = policy;
    this.progress = progress;
    this.work = work;
  }

  /** Runs to the end; afterwards nothing of it runs any more. */
  public BatchReport run() {
    items.stream().filter(overlaps::isFree).forEach(unlocated::add);
    try {
      startAll();
      while (pending > 0 || isResting()) {
        nextEvent().run();
        startAll();
      }
    } finally {
      drain();
      threads.shutdown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    List<BatchReport.Result> results = new ArrayList<>();
    for (Item item : items) {
      Outcome outcome = outcomes[item.index()];
      results.add(
          new BatchReport.Result(
              item.request(), outcome == null ? new BatchReport.NotStarted() : outcome));
    }
    return new BatchReport(results, interrupted, elapsed());
  }

  /** Whether a rest is to be waited for: not where nothing would start after it. */
  private boolean isResting() {
    return resting > 0 && !stopping && left() > 0;
  }

  /** Where the listener threw, running moves end all the same before anybody hears of it. */
  private void drain() {
    stopping = true;
    progress = BatchProgress.NONE;
    while (pending > 0) {
      nextEvent().run();
    }
  }

  private Runnable nextEvent() {
    try {
      return events.take();
    } catch (InterruptedException e) {
      // The moves that run end by themselves; the interrupt is given back afterwards.
      interrupted = true;
      stopping = true;
      return () -> {};
    }
  }

  private void startAll() {
    if (Thread.interrupted()) {
      interrupted = true;
      stopping = true;
    }
    if (stopping) {
      return;
    }
    for (Optional<Ready.Start> next = ready.next(); next.isPresent(); next = ready.next()) {
      start(next.get());
    }
    for (Optional<Item> next = unlocated.next(); next.isPresent(); next = unlocated.next()) {
      lookUp(next.get());
    }
  }

  private void lookUp(Item item) {
    pending++;
    threads.execute(
        () -> {
          Runnable event;
          try {
            int source = work.holder(item.located());
            event = () -> located(item, source);
          } catch (SQLException | RuntimeException | Error e) {
            event = () -> notLocated(item, e);
          }
          events.add(event);
        });
  }

  private void located(Item item, int source) {
    pending--;
    unlocated.ended(item);
    if (source == item.target()) {
      endedWithoutMove(item, new BatchReport.Skipped());
    } else {
      ready.add(item, new Ready.Route(source, item.target()));
    }
  }

  private void notLocated(Item item, Throwable failure) {
    pending--;
    unlocated.ended(item);
    endedWithoutMove(item, new BatchReport.Failed(asSql(failure)));
  }

  private void start(Ready.Start start) {
    pending++;
    running++;
    threads.execute(
        () -> {
          long startedAt = pace.ticker().read();
          Outcome outcome;
          try {
            outcome =
                new BatchReport.Moved(work.move(start.item().located(), start.item().target()));
          } catch (SQLException | RuntimeException | Error e) {
            outcome = new BatchReport.Failed(asSql(e));
          }
          Outcome end = outcome;
          Duration rest = pace.restAfter(pace.ticker().read() - startedAt);
          events.add(() -> moveEnded(start, end, rest));
        });
    progress.reached(status());
  }

  private void moveEnded(Ready.Start start, Outcome outcome, Duration rest) {
    pending--;
    running--;
    settle(start.item(), outcome);
    if (rest.isZero() || left() == 0) {
      ready.ended(start.route());
    } else {
      resting++;
      restingUntil = Math.max(restingUntil, pace.ticker().read() + rest.toNanos());
      pace.alarm().after(rest, () -> events.add(() -> rested(start.route())));
    }
    progress.reached(status());
  }

  private void rested(Ready.Route route) {
    resting--;
    ready.ended(route);
  }

  private void endedWithoutMove(Item item, Outcome outcome) {
    settle(item, outcome);
    progress.reached(status());
  }

  private void settle(Item item, Outcome outcome) {
    outcomes[item.index()] = outcome;
    if (outcome instanceof BatchReport.Moved m) {
      moved++;
      rows += m.report().rows();
      bytes += m.report().bytes();
    } else if (outcome instanceof BatchReport.Skipped) {
      skipped++;
    } else {
      failed++;
      stopping |= policy == BatchPolicy.STOP_AT_FIRST_FAILURE;
    }
    overlaps.freedBy(item).forEach(unlocated::add);
  }

  private BatchStatus status() {
    return new BatchStatus(
        items.size(), moved, skipped, failed, running, rows, bytes, restLeft(), elapsed());
  }

  /** Requests that have not ended. */
  private int left() {
    return items.size() - moved - skipped - failed;
  }

  private Duration restLeft() {
    return Duration.ofNanos(left() == 0 ? 0 : Math.max(0, restingUntil - pace.ticker().read()));
  }

  private Duration elapsed() {
    return Duration.ofNanos(pace.ticker().read() - begunAt);
  }

  private static SQLException asSql(Throwable failure) {
    return failure instanceof SQLException e
        ? e
        : new SQLException(String.valueOf(failure), "XX000", failure);
  }
}
