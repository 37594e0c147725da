package io.shardrouter.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The routing of the report, by JMH in a JVM of its own. */
final class RoutingFindings {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private RoutingFindings() {}

  /**
   * Measures.
   *
   * @param seconds of each benchmark, after one less to warm up
   */
  static List<Finding> all(int seconds) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(RoutingBenchmark.class.getName() + ".(holder|slot)$");
    options.addProfiler(GCProfiler.class);
    options.forks(1).warmupIterations(seconds - 1).measurementIterations(seconds);
    options.warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1));
    options.verbosity(VerboseMode.SILENT);
    List<Finding> findings = new ArrayList<>();
    for (RunResult run : new Runner(options.build()).run()) {
      add(run, findings);
    }
    return findings;
  }

  private static void add(RunResult run, List<Finding> findings) {
    boolean isWhole = run.getPrimaryResult().getLabel().equals("holder");
    String what =
        (isWhole ? "text → shard" : "text → slot alone")
            + ", "
            + run.getParams().getParam("placed")
            + " keys placed";
    double nanos = run.getPrimaryResult().getScore();
    double bytes = run.getSecondaryResults().get(ALLOCATED).getScore();
    findings.add(finding(what, nanos, "ns", isWhole ? 300 : Double.NaN));
    findings.add(finding(what, bytes, "B", isWhole ? 100 : Double.NaN));
  }

  private static Finding finding(String what, double value, String unit, double target) {
    return new Finding(
        what,
        String.format(Locale.ROOT, "%.0f %s", value, unit),
        "",
        value,
        Double.isNaN(target) ? OptionalDouble.empty() : OptionalDouble.of(target),
        unit,
        OptionalDouble.empty());
  }
}
