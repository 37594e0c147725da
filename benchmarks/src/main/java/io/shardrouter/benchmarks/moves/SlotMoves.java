package io.shardrouter.benchmarks.moves;

import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Spread;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Moving a whole slot, by a migrator with little memory and by hand. */
final class SlotMoves {
  private static final int KEYS = 1_000;
  private static final int HEAP = 256;
  private static final String OURS = "migrator";
  private static final String PIPED = "COPY piped";

  private final Pair pair;
  private final String where;
  private final List<MoverJvm.Done> done = new ArrayList<>();

  /**
   * @param where what a line says behind the number of rows
   */
  SlotMoves(Pair pair, String where) {
    this.pair = pair;
    this.where = where;
  }

  /** Moves a slot of {@code rows} rows; by hand the keys of another one, known beforehand. */
  List<Line> measure(int rows, int rounds) throws SQLException {
    int keys = Math.min(KEYS, rows);
    int slot = 0;
    pair.fill(0, pair.idsOf(slot, keys), rows / keys);
    List<String> others = pair.idsOf(slot + 2, keys);
    pair.fill(0, others, rows / keys);
    Transfer ours =
        new Transfer() {
          @Override
          public void move(int from, int to) throws SQLException {
            done.add(MoverJvm.run(pair, slot, to, HEAP));
          }

          @Override
          public double millis(int from, int to) throws SQLException {
            move(from, to);
            // By its own clock: the start of its JVM is not part of it.
            return done.get(done.size() - 1).total().toNanos() / 1e6;
          }

          @Override
          public void close() {}
        };
    try (Transfer piped = Piped.plain(pair, new Rows(others))) {
      Map<String, Transfer> transfers = new LinkedHashMap<>();
      transfers.put(OURS, ours);
      transfers.put(PIPED, piped);
      Race race = new Race(pair, transfers);
      race.run(0, rounds);
      return lines(race, rows);
    }
  }

  private List<Line> lines(Race race, int rows) {
    String what = "slot of %,d rows%s".formatted(rows, where);
    Spread heap = Spread.of(done.stream().mapToDouble(MoverJvm.Done::heap));
    return List.of(
        new Line(
            what + ", time beside COPY piped",
            race.millis(OURS).median("%,.0f ms"),
            race.millis(PIPED).median("%,.0f ms"),
            race.ratio(OURS, PIPED),
            "×",
            OptionalDouble.of(1 / 0.4)),
        spread(what + ", writers' pause", done.stream().map(MoverJvm.Done::pause).toList()),
        new Line(
            what + ", heap used by a mover with -Xmx" + HEAP + "m",
            heap.median("%.0f MiB"),
            "",
            heap,
            "MiB",
            OptionalDouble.of(HEAP)));
  }

  private static Line spread(String what, List<Duration> times) {
    Spread millis = Spread.of(times.stream().mapToDouble(time -> time.toNanos() / 1e6));
    return new Line(what, millis.median("%,.0f ms"), "", millis, "ms", OptionalDouble.empty());
  }
}
