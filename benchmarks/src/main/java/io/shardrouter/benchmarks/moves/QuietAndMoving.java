package io.shardrouter.benchmarks.moves;

import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Spread;
import io.shardrouter.benchmarks.moves.OtherUsers.Latencies;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MigratorOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What other users feel of moves: quiet phases take turns with phases of a batch as it is by
 * default, and of one without rests.
 */
final class QuietAndMoving {
  /** By default moves are few: so much longer a phase must be to have some. */
  private static final int PHASES_IN_A_LONG_ONE = 5;

  private final Pair pair;
  private final List<String> others;
  private final Duration phase;

  /**
   * @param others the users who do not move
   * @param phase without rests; the others are longer
   */
  QuietAndMoving(Pair pair, List<String> others, Duration phase) {
    this.pair = pair;
    this.others = others;
    this.phase = phase;
  }

  /** Phases of one kind. */
  private static final class Phases {
    private final List<Latencies> latencies = new ArrayList<>();
    private Duration time = Duration.ZERO;
    private int moves;

    void add(Latencies one, Duration length, int movesInIt) {
      latencies.add(one);
      time = time.plus(length);
      moves += movesInIt;
    }

    double movesPerSecond() {
      return moves * 1e3 / time.toMillis();
    }

    /** Of each phase, in milliseconds. */
    double[] p99(Function<Latencies, Histogram> which) {
      return latencies.stream()
          .mapToDouble(one -> which.apply(one).getValueAtPercentile(99) / 1e3)
          .toArray();
    }
  }

  /** Moves a user of {@code rows} rows to and fro. */
  List<Line> measure(int rows, int rounds) throws SQLException {
    List<String> mover = pair.idsOn(0, "restless", 1);
    pair.fill(0, mover, rows);
    pair.settle();
    Phases quiet = new Phases();
    Phases paced = new Phases();
    Phases unpaced = new Phases();
    MigratorOptions options = MigratorOptions.DEFAULT;
    try (ShardedDataSource router = ShardedDataSource.open(pair.config());
        Migrator byDefault = Migrator.open(pair.config(), options);
        Migrator withoutRests = Migrator.open(pair.config(), options.withShare(1))) {
      OtherUsers users = new OtherUsers(router, others);
      Restless restless = new Restless(mover.get(0));
      warmUp(users, restless.start(withoutRests));
      Duration longPhase = phase.multipliedBy(PHASES_IN_A_LONG_ONE);
      for (int round = 0; round < rounds; round++) {
        quiet.add(users.during(longPhase), longPhase, 0);
        Restless.Run run = restless.start(byDefault);
        paced.add(users.during(longPhase), longPhase, run.stop());
        run = restless.start(withoutRests);
        unpaced.add(users.during(phase), phase, run.stop());
      }
    }
    List<Line> lines = new ArrayList<>();
    lines.addAll(lines(rows, options.share(), quiet, paced, OptionalDouble.of(2)));
    lines.addAll(lines(rows, 1, quiet, unpaced, OptionalDouble.empty()));
    return lines;
  }

  private void warmUp(OtherUsers users, Restless.Run moves) throws SQLException {
    users.during(phase);
    moves.stop();
  }

  private static List<Line> lines(
      int rows, double share, Phases quiet, Phases moving, OptionalDouble target) {
    String what =
        String.format(
            Locale.ROOT,
            "other users during moves of %,d rows, share %s, %.1f a second, p99 of ",
            rows,
            share,
            moving.movesPerSecond());
    return List.of(
        line(what + "reads", quiet, moving, Latencies::reads, target),
        line(what + "writes", quiet, moving, Latencies::writes, target));
  }

  private static Line line(
      String what,
      Phases quiet,
      Phases moving,
      Function<Latencies, Histogram> which,
      OptionalDouble target) {
    double[] before = quiet.p99(which);
    double[] during = moving.p99(which);
    return new Line(
        what,
        Spread.of(IntStream.range(0, during.length).mapToDouble(i -> during[i])).median("%.1f ms"),
        Spread.of(IntStream.range(0, before.length).mapToDouble(i -> before[i])).median("%.1f ms"),
        Spread.of(IntStream.range(0, before.length).mapToDouble(i -> during[i] / before[i])),
        "×",
        target);
  }
}
