package io.shardrouter.benchmarks;

import io.shardrouter.benchmarks.correctness.CorrectnessReport;
import io.shardrouter.benchmarks.load.LoadReport;
import io.shardrouter.benchmarks.measure.Conditions;
import io.shardrouter.benchmarks.measure.Destination;
import io.shardrouter.benchmarks.measure.Options;
import io.shardrouter.benchmarks.measure.UsageException;
import io.shardrouter.benchmarks.moves.MovesReport;
import io.shardrouter.benchmarks.scaling.ScalingReport;
import io.shardrouter.benchmarks.sql.SqlReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what is promised and prints a table of it in Markdown: {@code java -jar benchmarks.jar
 * [--out FILE] [--rounds N]}. With {@code moves} as the first argument, of moves: {@link
 * MovesReport}; with {@code sql}, of statements without a key: {@link SqlReport}; with {@code
 * load}, of more and more users at once: {@link LoadReport}; with {@code correctness}, how
 * statements are answered: {@link CorrectnessReport}; with {@code scaling}, of more and more
 * shards: {@link ScalingReport}; with {@code all}, of everything: {@link Results}.
 */
public final class Report {
  static final int ROUNDS = 1_000;

  /** Of each benchmark of JMH's. */
  static final int SECONDS = 5;

  private Report() {}

  /** Runs all of it, some minutes on a quiet machine; ends with status 2 on wrong usage. */
  public static void main(String[] args) throws SQLException, RunnerException, IOException {
    try {
      run(args);
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void run(String[] args) throws SQLException, RunnerException, IOException {
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (args.length == 0 ? "" : args[0]) {
      case "moves" -> MovesReport.main(rest);
      case "sql" -> SqlReport.main(rest);
      case "load" -> LoadReport.main(rest);
      case "correctness" -> CorrectnessReport.main(rest);
      case "scaling" -> ScalingReport.main(rest);
      case "all" -> Results.write(rest);
      default -> selects(args);
    }
  }

  private static void selects(String[] args) throws SQLException, RunnerException, IOException {
    Options options = Options.read("", ROUNDS, args);
    Destination.write(options.out(), of(options.rounds(), SECONDS));
  }

  static String of(int rounds, int seconds) throws SQLException, RunnerException {
    SelectFindings selects = new SelectFindings(rounds, Deployment.USERS);
    List<Finding> findings = new ArrayList<>(selects.all());
    // While the rest is on its way.
    findings.forEach(finding -> System.err.print(finding.row()));
    findings.addAll(RoutingFindings.all(seconds));
    StringBuilder report = new StringBuilder();
    report.append(
        Conditions.line(selects.serverVersion(), "1 thread, %d rounds".formatted(rounds)));
    report.append(Finding.HEADING);
    findings.forEach(finding -> report.append(finding.row()));
    return report.toString();
  }
}
