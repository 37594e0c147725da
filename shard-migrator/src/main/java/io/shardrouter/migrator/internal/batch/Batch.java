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
  private final BatchProgress progress;
  private final long begunAt = System.nanoTime();

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
   */
  public Batch(
      List<Named> requests, int perShard, BatchPolicy policy, BatchProgress progress, Work work) {
    for (Named each : requests) {
      items.add(new Item(items.size(), each.request(), each.located()));
    }
    this.outcomes = new Outcome[items.size()];
    this.overlaps = new Overlaps(items);
    this.ready = new Ready(perShard);
    this.policy = policy;
    this.progress = progress;
    this.work = work;
  }

  /** Runs to the end; afterwards nothing of it runs any more. */
  public BatchReport run() {
    items.stream().filter(overlaps::isFree).forEach(unlocated::add);
    try {
      startAll();
      while (pending > 0) {
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

  /** Where the listener threw, running moves end all the same before anybody hears of it. */
  private void drain() {
    stopping = true;
    while (pending > 0) {
      nextEvent();
      pending--;
    }
  }

  private Runnable nextEvent() {
    while (true) {
      try {
        return events.take();
      } catch (InterruptedException e) {
        // The moves that run end by themselves; the interrupt is given back afterwards.
        interrupted = true;
        stopping = true;
      }
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
      ended(item, new BatchReport.Skipped());
    } else {
      ready.add(item, new Ready.Route(source, item.target()));
    }
  }

  private void notLocated(Item item, Throwable failure) {
    pending--;
    unlocated.ended(item);
    ended(item, new BatchReport.Failed(asSql(failure)));
  }

  private void start(Ready.Start start) {
    pending++;
    running++;
    threads.execute(
        () -> {
          Outcome outcome;
          try {
            outcome =
                new BatchReport.Moved(work.move(start.item().located(), start.item().target()));
          } catch (SQLException | RuntimeException | Error e) {
            outcome = new BatchReport.Failed(asSql(e));
          }
          Outcome end = outcome;
          events.add(() -> moveEnded(start, end));
        });
    progress.reached(status());
  }

  private void moveEnded(Ready.Start start, Outcome outcome) {
    pending--;
    running--;
    ready.ended(start.route());
    ended(start.item(), outcome);
  }

  private void ended(Item item, Outcome outcome) {
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
    progress.reached(status());
  }

  private BatchStatus status() {
    return new BatchStatus(items.size(), moved, skipped, failed, running, rows, bytes, elapsed());
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begunAt);
  }

  private static SQLException asSql(Throwable failure) {
    return failure instanceof SQLException e
        ? e
        : new SQLException(String.valueOf(failure), "XX000", failure);
  }
}
