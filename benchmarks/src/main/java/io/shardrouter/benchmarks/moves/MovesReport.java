package io.shardrouter.benchmarks.moves;

import io.shardrouter.benchmarks.measure.Conditions;
import io.shardrouter.benchmarks.measure.Destination;
import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.UsageException;
import io.shardrouter.benchmarks.moves.UserMoves.Field;
import io.shardrouter.benchmarks.plots.Plots;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what is promised of moves and prints a table of it in Markdown: {@code java -jar
 * benchmarks.jar moves [--out FILE] [--rounds N] [--rows N] [--slot-rows N]}.
 */
public final class MovesReport {
  private static final int OTHERS = 500;
  private static final int ROWS_OF_OTHERS = 100;
  private static final String FAR = ", round trip + 0.5 ms";

  private final Size size;
  private final Plots plots;
  private final List<Line> lines = new ArrayList<>();
  private String picture = "";

  /**
   * How much is done.
   *
   * @param rounds of the promised user's moves; larger things get fewer
   * @param rows of the promised user; also measured are a tenth and tenfold
   * @param slotRows of the slot
   * @param phase how long other users are looked at while moves go on without rests, each time;
   *     five times as long otherwise
   */
  public record Size(int rounds, int rows, int slotRows, Duration phase) {
    public static final Size DEFAULT = new Size(30, 10_000, 1_000_000, Duration.ofSeconds(4));

    /** For a look within minutes. */
    public static final Size QUICK = new Size(3, 1_000, 20_000, Duration.ofMillis(600));
  }

  /** Of so much, with its plot there. */
  public MovesReport(Size size, Plots plots) {
    this.size = size;
    this.plots = plots;
  }

  /** Runs all of it; some minutes on a quiet machine. */
  public static void main(String[] args) throws SQLException, IOException {
    Size size = Size.DEFAULT;
    String out = "";
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw usage();
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--out" -> out = value;
        case "--rounds" ->
            size =
                new Size(
                    UsageException.whole(args[i], value), size.rows, size.slotRows, size.phase);
        case "--rows" ->
            size =
                new Size(
                    size.rounds, UsageException.whole(args[i], value), size.slotRows, size.phase);
        case "--slot-rows" ->
            size =
                new Size(size.rounds, size.rows, UsageException.whole(args[i], value), size.phase);
        default -> throw usage();
      }
    }
    Plots plots = out.isEmpty() ? Plots.none() : Plots.beside(Path.of(out));
    String report = new MovesReport(size, plots).run();
    Destination.write(out, report);
  }

  private static UsageException usage() {
    return new UsageException(
        "usage: java -jar benchmarks.jar moves"
            + " [--out FILE] [--rounds N] [--rows N] [--slot-rows N]");
  }

  /** Measures, and gives the table. */
  public String run() throws SQLException {
    String version = users();
    try (Pair pair = new Pair(Network.LOOPBACK)) {
      add(new SlotMoves(pair, "").measure(size.slotRows, fewer(10)));
    }
    far();
    StringBuilder report = new StringBuilder();
    report.append(Conditions.line(version, "%d rounds".formatted(size.rounds)));
    report.append(Line.HEADING);
    lines.forEach(line -> report.append(line.row()));
    return report.append(picture).toString();
  }

  private String users() throws SQLException {
    try (Pair pair = new Pair(Network.LOOPBACK)) {
      List<String> others = new ArrayList<>();
      for (int shard = 0; shard < 2; shard++) {
        List<String> here = pair.idsOn(shard, "other", OTHERS);
        pair.fill(shard, here, ROWS_OF_OTHERS);
        others.addAll(here);
      }
      UserMoves users = new UserMoves(pair, "");
      add(users.measure(size.rows / 10, size.rounds, Field.ALL, false));
      add(users.measure(size.rows, size.rounds, Field.ALL, true));
      add(users.measure(size.rows * 10, fewer(5), Field.FLOOR, false));
      add(new QuietAndMoving(pair, others, size.phase).measure(size.rows, fewer(5)));
      picture = plots.draw("moves", new Moments(pair, others, size.phase).measure(size.rows));
      return pair.serverVersion();
    }
  }

  /** Row by row it would take minutes where there are many rows. */
  private void far() throws SQLException {
    try (Pair pair = new Pair(Network.HALF_MILLISECOND)) {
      UserMoves users = new UserMoves(pair, FAR);
      add(users.measure(size.rows / 10, fewer(3), Field.ALL, false));
      add(users.measure(size.rows, fewer(3), Field.FLOOR, false));
      add(users.measure(size.rows * 10, fewer(10), Field.FLOOR, false));
    }
    try (Pair pair = new Pair(Network.HALF_MILLISECOND)) {
      add(new SlotMoves(pair, FAR).measure(size.slotRows, fewer(15)));
    }
  }

  private int fewer(int times) {
    return Math.max(2, size.rounds / times);
  }

  private void add(List<Line> more) {
    lines.addAll(more);
    // While the rest is on its way.
    more.forEach(line -> System.err.print(line.row()));
  }
}
