package io.shardrouter.benchmarks.moves;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.measure.Together;
import io.shardrouter.benchmarks.moves.OtherUsers.Sample;
import io.shardrouter.benchmarks.plots.Axis;
import io.shardrouter.benchmarks.plots.Curves.Curve;
import io.shardrouter.benchmarks.plots.Curves.Point;
import io.shardrouter.benchmarks.plots.Timeline;
import io.shardrouter.benchmarks.plots.Timeline.Span;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** What other users feel while one user moves a few times, statement by statement. */
final class Moments {
  private static final int MOVES = 3;

  private final Pair pair;
  private final List<String> others;
  private final Duration time;

  /**
   * @param others the users who do not move
   * @param time from the first statement to the last
   */
  Moments(Pair pair, List<String> others, Duration time) {
    this.pair = pair;
    this.others = others;
    this.time = time;
  }

  /** Moves a user of {@code rows} rows to and fro, with as much time before and between. */
  Timeline measure(int rows) throws SQLException {
    String mover = pair.idsOn(0, "momentary", 1).get(0);
    pair.fill(0, List.of(mover), rows);
    pair.settle();
    try (ShardedDataSource router = ShardedDataSource.open(pair.config());
        Migrator migrator = Migrator.open(pair.config())) {
      OtherUsers users = new OtherUsers(router, others);
      // So that neither pools nor compilers are what is seen.
      users.during(time);
      return during(users, migrator, mover, rows);
    }
  }

  private Timeline during(OtherUsers users, Migrator migrator, String mover, int rows)
      throws SQLException {
    long start = System.nanoTime();
    List<Span> spans = new ArrayList<>();
    ExecutorService load = Executors.newSingleThreadExecutor();
    try {
      Future<OtherUsers.Latencies> felt = load.submit(() -> users.during(time));
      for (int move = 1; move <= MOVES; move++) {
        OtherUsers.await(start + time.toNanos() * move / (MOVES + 1));
        long from = System.nanoTime();
        migrator.move(MoveRequest.key(ShardKey.of(Pair.GROUP, mover), move % 2));
        spans.add(new Span(seconds(from - start), seconds(System.nanoTime() - start)));
      }
      return timeline(Together.all(List.of(felt)).get(0).samples(), start, spans, rows);
    } finally {
      load.shutdownNow();
    }
  }

  private static Timeline timeline(List<Sample> samples, long start, List<Span> moves, int rows) {
    return new Timeline(
        String.format(Locale.ROOT, "Other users while one of %,d rows moves", rows),
        new Axis("s", Axis.Scale.LINEAR),
        new Axis("ms from when a statement was due", Axis.Scale.POWERS_OF_TEN),
        List.of(
            new Curve("reads", points(samples, start, Sample::isRead)),
            new Curve("writes", points(samples, start, sample -> !sample.isRead()))),
        "a move",
        moves);
  }

  private static List<Point> points(List<Sample> samples, long start, Predicate<Sample> which) {
    return samples.stream()
        .filter(which)
        .map(sample -> new Point(seconds(sample.due() - start), sample.nanos() / 1e6))
        .toList();
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
