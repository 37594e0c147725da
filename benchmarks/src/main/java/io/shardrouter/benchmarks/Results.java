package io.shardrouter.benchmarks;

import io.shardrouter.benchmarks.correctness.CorrectnessReport;
import io.shardrouter.benchmarks.load.LoadReport;
import io.shardrouter.benchmarks.measure.Machine;
import io.shardrouter.benchmarks.measure.UsageException;
import io.shardrouter.benchmarks.measure.Versions;
import io.shardrouter.benchmarks.moves.MovesReport;
import io.shardrouter.benchmarks.plots.Plots;
import io.shardrouter.benchmarks.scaling.ScalingReport;
import io.shardrouter.benchmarks.sql.SqlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything and writes it down: {@code java -jar benchmarks.jar all [--quick] [--out
 * FILE]}; without {@code --out} to {@code benchmarks/RESULTS.md}.
 */
final class Results {
  private static final int QUICK_ROUNDS = 100;
  private static final int QUICK_SECONDS = 2;
  private static final int QUICK_EVERY = 20;

  private final boolean quick;
  private final Path out;
  private final StringBuilder text = new StringBuilder();

  /** A part of it. */
  @FunctionalInterface
  private interface Part {
    String run() throws SQLException, RunnerException, IOException;
  }

  private Results(boolean quick, Path out) {
    this.quick = quick;
    this.out = out;
  }

  static void write(String[] args) throws SQLException, RunnerException, IOException {
    Path out = Path.of("benchmarks", "RESULTS.md");
    boolean quick = false;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        quick = true;
      } else if (args[i].equals("--out") && i + 1 < args.length) {
        i++;
        out = Path.of(args[i]);
      } else {
        throw new UsageException("usage: java -jar benchmarks.jar all [--quick] [--out FILE]");
      }
    }
    new Results(quick, out).run();
  }

  private void run() throws SQLException, RunnerException, IOException {
    text.append(
        "# Results\n\nWritten by `java -jar benchmarks.jar all%s`; not by hand.\n\n"
            .formatted(quick ? " --quick" : ""));
    text.append(Machine.lines()).append(Versions.line()).append('\n');
    text.append(
        """

        A ratio is the median over the rounds of one way's time by the other's in the same round. Beside
        a peer, the range in brackets is where that median may be (95 %): `better` or `behind` where all
        of it is on one side of 1, else `tie`; `n/a` where the peer fails or answers otherwise. With
        several threads, a time is that of all their operations by how many these were.
        """);
    Plots plots = Plots.beside(out);
    // First: what the compilers learn from other work costs it objects.
    part(
        "With the key",
        () ->
            quick
                ? Report.of(QUICK_ROUNDS, QUICK_SECONDS)
                : Report.of(Report.ROUNDS, Report.SECONDS));
    part("SQL without a key", () -> new SqlReport(sql(), plots).run());
    part("Moves", () -> new MovesReport(moves(), plots).run());
    part("More and more shards, and placed keys", () -> new ScalingReport(scaling(), plots).run());
    part("Right or wrong", () -> new CorrectnessReport(quick ? QUICK_EVERY : 1).run());
    part("More and more users", () -> new LoadReport(load()).run());
  }

  private SqlReport.Size sql() {
    return quick ? SqlReport.Size.QUICK : SqlReport.Size.DEFAULT;
  }

  private MovesReport.Size moves() {
    return quick ? MovesReport.Size.QUICK : MovesReport.Size.DEFAULT;
  }

  private ScalingReport.Size scaling() {
    return quick ? ScalingReport.Size.QUICK : ScalingReport.Size.DEFAULT;
  }

  private LoadReport.Size load() {
    return quick ? LoadReport.Size.QUICK : LoadReport.Size.DEFAULT;
  }

  private void part(String heading, Part part) throws SQLException, RunnerException, IOException {
    long start = System.nanoTime();
    String found = part.run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.err.printf("%s took %s%n", heading, seconds(took));
    for (String paragraph : List.of("## " + heading, found.strip(), "Took " + seconds(took))) {
      text.append('\n').append(paragraph).append('\n');
    }
    // What is measured is kept even if the rest fails.
    Files.writeString(out, text);
  }

  private static String seconds(Duration took) {
    return took.toSeconds() + " s.";
  }
}
