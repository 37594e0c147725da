package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ScatterException;
import io.shardrouter.internal.exec.ScatterRows.View;
import io.shardrouter.internal.merge.RowOrder;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Amount;
import io.shardrouter.internal.sql.Gathering.Finish;
import io.shardrouter.internal.sql.Gathering.Fold;
import io.shardrouter.internal.sql.Gathering.Merge;
import io.shardrouter.internal.sql.Gathering.Refused;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Executes one reading statement over several shards, in the way that was found exact for it. Each
 * shard has a clock of its own: a text that asks for the time belongs to no merge, unless its
 * instant was made a parameter before it came here.
 */
public final class Gatherer {
  private final Execution execution;

  private Gatherer(Execution execution) {
    this.execution = execution;
  }

  /**
   * Starts {@code gathering} over connections of the shards' pools.
   *
   * @throws RefusedException where the answer cannot be given exactly; {@code SR006} where it needs
   *     more memory than {@code byteBudget}
   * @throws ScatterException {@code SR008} where a shard is down or the thread is interrupted;
   *     {@code 40001} where moves did not settle
   * @throws SQLException with the shard's own SQLSTATE where the statement failed there; {@code
   *     57014} where it was cancelled or took too long
   */
  public static ScatterRows start(
      Router router,
      Gathering gathering,
      Arguments arguments,
      Wanted wanted,
      Cancellation cancellation)
      throws SQLException {
    return start(
        Execution.of(
            router,
            ReadingConnection.Source.POOLS,
            ReadingConnection.Source.POOLS,
            arguments,
            wanted,
            cancellation),
        gathering);
  }

  /** As above, over connections from where {@code execution} says. */
  static ScatterRows start(Execution execution, Gathering gathering) throws SQLException {
    Router router = execution.router();
    long start = router.begin();
    boolean started = false;
    try {
      ScatterRows rows = new Gatherer(execution).start(gathering, start);
      started = true;
      return rows;
    } finally {
      if (!started) {
        router.endScatter(router.shards().all().size(), start, Outcome.FAILURE);
      }
    }
  }

  private ScatterRows start(Gathering gathering, long start) throws SQLException {
    if (gathering instanceof Merge merge) {
      return merge(merge, start);
    }
    if (gathering instanceof Fold fold) {
      return fold(fold, start);
    }
    if (gathering instanceof Finish finish) {
      return new Finishing(execution, finish).start(start);
    }
    Refused refused = (Refused) gathering;
    throw new RefusedException(refused.refusal().state(), refused.refusal().message());
  }

  private ScatterRows merge(Merge merge, long start) throws SQLException {
    View view = view(merge.offset(), merge.limit(), merge.hidden());
    Reading reading = execution.reading(merge.text());
    return rows(
        execution.read(isWithinBlock(merge, view) ? reading.whole() : asSeen(reading)),
        cursors -> sequence(merge, cursors),
        new Answer(view, merge.otherwise(), start));
  }

  /** Groups without keys are one row of each shard. The shards never see its limit. */
  private ScatterRows fold(Fold fold, long start) throws SQLException {
    Arguments arguments = execution.arguments();
    if (!Amounts.isWhole(fold.offset(), arguments) || !Amounts.isWhole(fold.limit(), arguments)) {
      return start(fold.otherwise(), start);
    }
    View view = view(fold.offset(), fold.limit(), fold.hidden());
    Reading reading = execution.reading(fold.text());
    Budget budget = new Budget(execution.router().config().byteBudget());
    return rows(
        execution.read(fold.keys().isEmpty() ? reading.whole() : asSeen(reading)),
        cursors -> FoldedRows.of(fold, cursors, budget),
        new Answer(view, fold.otherwise(), start));
  }

  /** Puts the shards' rows together. */
  @FunctionalInterface
  private interface Composition {
    /** Empty where Java does not know how. */
    Optional<RowSequence> of(ShardCursors cursors) throws SQLException;
  }

  private record Answer(View view, Gathering otherwise, long start) {}

  private ScatterRows rows(ShardCursors cursors, Composition composition, Answer answer)
      throws SQLException {
    boolean done = false;
    try {
      Optional<RowSequence> sequence = composition.of(cursors);
      if (sequence.isPresent()) {
        done = true;
        return new ScatterRows(
            execution.router(), cursors, sequence.get(), answer.view(), answer.start());
      }
    } finally {
      if (!done) {
        execution.end(cursors);
      }
    }
    return start(answer.otherwise(), answer.start());
  }

  private View view(Optional<Amount> offset, Optional<Amount> limit, int hidden)
      throws SQLException {
    return new View(
        Amounts.offset(offset, execution.arguments()),
        Math.min(Amounts.limit(limit, execution.arguments()), execution.maxRows()),
        hidden,
        ScatterRows.AtEnd.RELEASE);
  }

  /** Whether no shard gives more than a block's rows, since none gives more than it is asked. */
  private boolean isWithinBlock(Merge merge, View view) throws SQLException {
    int block = Math.max(execution.fetchSize(), execution.router().config().fetchSize());
    long limit = Amounts.limit(merge.limit(), execution.arguments());
    return view.offset() <= block && limit <= block - view.offset();
  }

  private Reading asSeen(Reading reading) {
    return reading.asSeen(execution.router().answerSizes().of(reading.sql()));
  }

  private static Optional<RowSequence> sequence(Merge merge, ShardCursors cursors)
      throws SQLException {
    if (merge.order().isEmpty()) {
      return Optional.of(new Arrivals(cursors));
    }
    Optional<RowOrder> order =
        RowOrder.of(merge.order(), cursors.all().stream().map(ShardCursor::row).toList());
    return order.isPresent() ? Optional.of(new InOrder(cursors, order.get())) : Optional.empty();
  }
}
