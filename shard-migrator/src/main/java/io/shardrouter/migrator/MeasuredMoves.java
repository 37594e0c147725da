package io.shardrouter.migrator;

import io.shardrouter.RefusedException;
import io.shardrouter.migrator.internal.metrics.MoveTelemetry;
import io.shardrouter.migrator.internal.move.Mover;
import io.shardrouter.migrator.internal.move.Subjects;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Every move of a migrator, single or in a batch, and what is reported of it. Thread-safe. */
final class MeasuredMoves {
  private final Mover mover;
  private final AtomicInteger active = new AtomicInteger();
  private volatile MoveTelemetry telemetry = MoveTelemetry.NONE;

  MeasuredMoves(Mover mover) {
    this.mover = mover;
  }

  /** From now on moves are reported to {@code receiver}, and for ever. */
  synchronized void report(MoveTelemetry receiver) {
    if (telemetry != MoveTelemetry.NONE) {
      throw new IllegalStateException(
          "this migrator reports to a registry already; bind a CompositeMeterRegistry instead");
    }
    telemetry = receiver;
  }

  /** How many moves run now. */
  int active() {
    return active.get();
  }

  MoveReport move(Subjects.Located located, int target) throws SQLException {
    long begunAt = System.nanoTime();
    active.incrementAndGet();
    try {
      MoveReport report = mover.move(located.subject(), located.base(), target);
      telemetry.moved(report);
      return report;
    } catch (RefusedException e) {
      telemetry.refused(System.nanoTime() - begunAt);
      throw e;
    } catch (SQLException | RuntimeException | Error e) {
      telemetry.failed(System.nanoTime() - begunAt);
      throw e;
    } finally {
      active.decrementAndGet();
    }
  }
}
