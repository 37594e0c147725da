package io.shardrouter.benchmarks.scaling;

import io.shardrouter.benchmarks.measure.Conditions;
import io.shardrouter.benchmarks.measure.Destination;
import io.shardrouter.benchmarks.measure.Options;
import io.shardrouter.benchmarks.plots.Plots;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Measures how costs grow with shards and with keys that have moved, and prints tables of it in
 * Markdown: {@code java -jar benchmarks.jar scaling [--out FILE] [--rounds N]}.
 */
public final class ScalingReport {
  private final Size size;
  private final Plots plots;

  /**
   * How much is done.
   *
   * @param shards how many, one after the other
   * @param users in all of them together
   * @param rounds of the shortest workload; longer ones get fewer
   * @param placed how many keys have moved, growing
   * @param starts of JVMs with each of them
   */
  public record Size(
      List<Integer> shards, int users, int rounds, List<Integer> placed, int starts) {
    public static final Size DEFAULT =
        new Size(
            List.of(1, 2, 4, 8, 16), 10_000, 120, List.of(0, 1_000, 10_000, 100_000, 1_000_000), 3);

    /** For a look within a minute. */
    public static final Size QUICK =
        new Size(List.of(1, 4, 16), 2_000, 16, List.of(0, 1_000, 100_000), 1);

    /** Copies the lists. */
    public Size {
      shards = List.copyOf(shards);
      placed = List.copyOf(placed);
    }
  }

  /** Of so much, with its plots there. */
  public ScalingReport(Size size, Plots plots) {
    this.size = size;
    this.plots = plots;
  }

  /** Runs all of it; some minutes on a quiet machine. */
  public static void main(String[] args) throws SQLException, IOException {
    Options options = Options.read("scaling", Size.DEFAULT.rounds, args);
    Size all = Size.DEFAULT;
    Size size = new Size(all.shards, all.users, options.rounds(), all.placed, all.starts);
    Destination.write(options.out(), new ScalingReport(size, options.plots()).run());
  }

  /** Measures, and gives the tables. */
  public String run() throws SQLException {
    ByShards shards = ByShards.measure(size.shards, size.users, size.rounds);
    ByPlaced placed = ByPlaced.measure(size.placed, size.starts);
    return Conditions.line(
            placed.version(), "%d rounds, %d starts".formatted(size.rounds, size.starts))
        + shards.table()
        + "\n"
        + placed.table()
        + "\n"
        + shards.pictures(plots)
        + placed.pictures(plots);
  }
}
