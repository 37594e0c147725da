package io.shardrouter.benchmarks.moves;

import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.moves.OtherUsers.Latencies;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What other users feel of moves: quiet phases and phases full of moves take turns. */
final class QuietAndMoving {
  private final Pair pair;
  private final List<String> others;
  private final Duration phase;

  /**
   * @param others the users who do not move
   */
  QuietAndMoving(Pair pair, List<String> others, Duration phase) {
    this.pair = pair;
    this.others = others;
    this.phase = phase;
  }

  /** Moves a user of {@code rows} rows to and fro without a break, in every second phase. */
  List<Line> measure(int rows, int rounds) throws SQLException {
    List<String> mover = pair.idsOn(0, "restless", 1);
    pair.fill(0, mover, rows);
    pair.settle();
    List<Latencies> quiet = new ArrayList<>();
    List<Latencies> moving = new ArrayList<>();
    int moves = 0;
    try (ShardedDataSource router = ShardedDataSource.open(pair.config());
        Migrated migrated = new Migrated(pair.config(), mover.get(0))) {
      OtherUsers users = new OtherUsers(router, others);
      users.during(phase);
      for (int round = 0; round < rounds; round++) {
        quiet.add(users.during(phase));
        Restless restless = new Restless(migrated);
        moving.add(users.during(phase));
        moves += restless.stop();
      }
    }
    String what =
        "other users during moves of %,d rows, %.1f a second"
            .formatted(rows, moves / (rounds * (phase.toMillis() / 1e3)));
    return List.of(
        line(what + ", p99 of reads", quiet, moving, Latencies::reads),
        line(what + ", p99 of writes", quiet, moving, Latencies::writes));
  }

  private static Line line(
      String what,
      List<Latencies> quiet,
      List<Latencies> moving,
      Function<Latencies, Histogram> which) {
    double[] before = p99(quiet, which);
    double[] during = p99(moving, which);
    return new Line(
        what,
        Spread.of(IntStream.range(0, during.length).mapToDouble(i -> during[i])).median("%.1f ms"),
        Spread.of(IntStream.range(0, before.length).mapToDouble(i -> before[i])).median("%.1f ms"),
        Spread.of(IntStream.range(0, before.length).mapToDouble(i -> during[i] / before[i])),
        "×",
        OptionalDouble.of(2));
  }

  /** Of each phase, in milliseconds. */
  private static double[] p99(List<Latencies> phases, Function<Latencies, Histogram> which) {
    return phases.stream()
        .mapToDouble(phase -> which.apply(phase).getValueAtPercentile(99) / 1e3)
        .toArray();
  }

  /** Moves one user there and back until it is stopped, and ends where it began. */
  private static final class Restless {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Integer> moves;

    Restless(Migrated migrated) {
      this.moves = CompletableFuture.supplyAsync(() -> run(migrated));
    }

    private int run(Migrated migrated) {
      int count = 0;
      try {
        for (; !stopped.get() || count % 2 == 1; count++) {
          migrated.move(count % 2, 1 - count % 2);
        }
      } catch (SQLException e) {
        throw new CompletionException(e);
      }
      return count;
    }

    /** Gives how many moves there were. */
    int stop() throws SQLException {
      stopped.set(true);
      try {
        return moves.join();
      } catch (CompletionException e) {
        throw new SQLException("a move failed", e.getCause());
      }
    }
  }
}
