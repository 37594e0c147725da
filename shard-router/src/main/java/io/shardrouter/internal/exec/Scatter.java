package io.shardrouter.internal.exec;

import static java.util.stream.Collectors.toSet;

import io.shardrouter.RefusedException;
import io.shardrouter.ScatterException;
import io.shardrouter.ScatterQuery;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.TrafficCheck.Agreed;
import io.shardrouter.internal.exec.TrafficCheck.Differing;
import io.shardrouter.internal.exec.TrafficCheck.UnknownPeer;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.shards.Shard;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The start of a scatter: reads all shards at once until their snapshots fit together. Only then is
 * a row given.
 */
public final class Scatter {
  /** Readings of a scatter, at most; with the pauses between them some five seconds. */
  private static final int MAX_READINGS = 100;

  private static final Duration MAX_PAUSE = Duration.ofMillis(50);

  private final Router router;
  private final ShardCursors cursors;
  private final Set<Integer> configured;

  private Scatter(Router router, ShardCursors cursors) {
    this.router = router;
    this.cursors = cursors;
    this.configured = router.shards().all().stream().map(Shard::id).collect(toSet());
  }

  /**
   * Starts {@code query}.
   *
   * @throws RefusedException {@code SR004} where it is not one reading statement; {@code SR007}
   *     where a shard is not configured
   * @throws ScatterException {@code SR008} where a shard fails, the time runs out or the thread is
   *     interrupted; {@code 40001} where moves did not settle
   */
  public static ScatterRows start(Router router, ScatterQuery query) throws SQLException {
    Deadline deadline = Deadline.in(query.timeout().orElse(router.config().statementTimeout()));
    Reading reading = Reading.of(query, router.along(), router.config().fetchSize());
    Collection<Shard> shards = shards(router, query);
    long start = router.begin();
    boolean started = false;
    try {
      List<ShardCursor> taken =
          Admission.take(
              shards, ReadingConnection.Source.POOLS, reading, deadline, Failures.OF_SCATTER);
      ShardCursors cursors =
          new ShardCursors(taken, router.scatterThreads(), deadline, Failures.OF_SCATTER);
      read(router, cursors);
      ScatterRows rows =
          new ScatterRows(router, cursors, new Arrivals(cursors), ScatterRows.View.ALL, start);
      started = true;
      return rows;
    } finally {
      if (!started) {
        router.endScatter(shards.size(), start, Outcome.FAILURE);
      }
    }
  }

  /** Reads until the shards' snapshots fit together; ends {@code cursors} where they do not. */
  static void read(Router router, ShardCursors cursors) throws SQLException {
    boolean agreed = false;
    router.scatters().add(cursors);
    try {
      new Scatter(router, cursors).readUntilAgreed();
      agreed = true;
    } finally {
      if (!agreed) {
        cursors.endAll();
        router.scatters().remove(cursors);
      }
    }
  }

  private static Collection<Shard> shards(Router router, ScatterQuery query)
      throws RefusedException {
    if (query.shards().isEmpty()) {
      return router.shards().all();
    }
    List<Shard> named = new ArrayList<>();
    for (int id : query.shards()) {
      named.add(router.shards().get(id));
    }
    return named;
  }

  private void readUntilAgreed() throws SQLException {
    for (int reading = 1; ; reading++) {
      cursors.readAll();
      TrafficCheck check = check();
      if (check instanceof Agreed) {
        cursors.settled();
        return;
      }
      if (check instanceof UnknownPeer unknown) {
        throw new RefusedException(
            SqlState.MISCONFIGURED,
            "shard %d has moved rows to or from shard %d, which is not among the configured shards"
                    .formatted(unknown.shard(), unknown.peer())
                + " %s: restart with the configuration that lists it".formatted(configured));
      }
      pause(reading, (Differing) check);
      router.telemetry().scatterRepeated();
    }
  }

  private TrafficCheck check() {
    Map<Integer, Traffic> answered = new LinkedHashMap<>();
    cursors.all().forEach(cursor -> answered.put(cursor.shard(), (Traffic) cursor.answer().told()));
    return TrafficCheck.of(answered, configured);
  }

  /** Gives the taking shard time to adopt what the giving one has decided: 1, 2, 4 … 50 ms. */
  private void pause(int reading, Differing differing) throws SQLException {
    cursors.unsettled(
        "moves from shard %d to shard %d did not settle, see shardctl moves"
            .formatted(differing.giver(), differing.taker()));
    Duration pause = Duration.ofMillis(1L << Math.min(reading - 1, 10));
    if (pause.compareTo(MAX_PAUSE) > 0) {
      pause = MAX_PAUSE;
    }
    if (reading == MAX_READINGS || cursors.deadline().left() <= pause.toNanos()) {
      throw cursors.late("given up after %d readings".formatted(reading));
    }
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cursors.failed(Failures.Reason.INTERRUPTED, "the thread was interrupted", e);
    }
  }
}
