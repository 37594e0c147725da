package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ScatterException;
import io.shardrouter.internal.merge.RowOrder;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Finish;
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
    if (gathering instanceof Finish finish) {
      return new Finishing(execution, finish).start(start);
    }
    Refused refused = (Refused) gathering;
    throw new RefusedException(refused.refusal().state(), refused.refusal().message());
  }

  private ScatterRows merge(Merge merge, long start) throws SQLException {
    Router router = execution.router();
    long offset = Amounts.offset(merge.offset(), execution.arguments());
    long limit = Amounts.limit(merge.limit(), execution.arguments());
    ShardCursors cursors = execution.read(reading(merge, offset, limit));
    boolean done = false;
    try {
      Optional<RowSequence> sequence = sequence(merge, cursors);
      if (sequence.isPresent()) {
        done = true;
        return new ScatterRows(
            router,
            cursors,
            sequence.get(),
            new ScatterRows.View(
                offset,
                Math.min(limit, execution.maxRows()),
                merge.hidden(),
                ScatterRows.AtEnd.RELEASE),
            start);
      }
    } finally {
      if (!done) {
        execution.end(cursors);
      }
    }
    return start(merge.otherwise(), start);
  }

  /** No more than a block's rows come at once, as no shard gives more than offset and limit. */
  private Reading reading(Merge merge, long offset, long limit) {
    Reading reading = execution.reading(merge.text());
    int block = Math.max(execution.fetchSize(), execution.router().config().fetchSize());
    return offset <= block && limit <= block - offset
        ? reading.whole()
        : reading.asSeen(execution.router().answerSizes().of(merge.text().sql()));
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
