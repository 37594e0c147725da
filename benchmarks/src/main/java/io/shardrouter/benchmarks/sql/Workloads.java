package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.plots.Bars;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** All workloads by all ways, over one network. */
final class Workloads {
  private static final int THREADS = 8;

  private final Network network;
  private final int rounds;
  private final Findings findings;
  private final Ratios ratios = new Ratios();

  /**
   * @param rounds of a report
   */
  Workloads(Network network, int rounds, Findings findings) {
    this.network = network;
    this.rounds = rounds;
    this.findings = findings;
  }

  /**
   * Measures over {@code servers} of the same network.
   *
   * @return the ratios to what is done by hand
   */
  Bars measure(Servers servers, int users) throws SQLException {
    try (Contest contest = new Contest(servers, users, EnumSet.allOf(Way.class))) {
      for (Workload workload : Workload.values()) {
        measure(contest, workload, new Setting(network, 1));
        if (workload == Workload.POINT) {
          measure(contest, workload, new Setting(network, THREADS));
        }
      }
    }
    return ratios.bars("Time beside the same by hand, " + network.what());
  }

  private void measure(Contest contest, Workload workload, Setting setting) throws SQLException {
    Contest.Outcome outcome = contest.measure(workload, setting, rounds);
    Map<Way, Series> measured = outcome.measured();
    for (Way way : measured.keySet()) {
      if (way != Way.BY_HAND) {
        time(workload, setting, way, measured);
      }
    }
    findings.duels().workload(setting.what(workload), outcome);
    ratios.add(setting.threads() == 1 ? workload.what() : setting.what(workload), measured);
    if (workload == Workload.POINT && setting.isPlain()) {
      own("guard off", measured.get(Way.SQL_GUARD_OFF), measured.get(Way.BY_HAND));
      own("guard on", measured.get(Way.SQL_GUARD_ON), measured.get(Way.SAME_TEXT));
    }
  }

  private void time(Workload workload, Setting setting, Way way, Map<Way, Series> measured) {
    Series ours = measured.get(way);
    Series byHand = measured.get(Way.BY_HAND);
    findings.add(
        new Line(
            setting.what(workload) + ", " + way.what(),
            micros(setting, ours),
            micros(setting, byHand),
            ours.ratiosTo(byHand),
            "×",
            setting.isPlain() ? target(workload, way) : OptionalDouble.empty()));
  }

  /** Of several threads what they get done together too. */
  private static String micros(Setting setting, Series series) {
    String micros = String.format(Locale.ROOT, "%,.1f µs", series.micros());
    return setting.threads() == 1
        ? micros
        : micros + String.format(Locale.ROOT, " (%,.0f a second)", 1e6 / series.micros());
  }

  private static OptionalDouble target(Workload workload, Way way) {
    if (workload == Workload.POINT && way == Way.SQL_GUARD_OFF) {
      return OptionalDouble.of(1.10);
    }
    boolean isGuardedPoint = workload == Workload.POINT && way == Way.SQL_GUARD_ON;
    boolean isLatest =
        workload == Workload.LATEST && (way == Way.SQL_GUARD_OFF || way == Way.SQL_GUARD_ON);
    if (isGuardedPoint || isLatest) {
      return OptionalDouble.of(1.30);
    }
    return OptionalDouble.empty();
  }

  private void own(String guard, Series ours, Series twin) {
    findings.add(
        new Line(
            "point select by SQL, allocated by our own code, " + guard,
            String.format(Locale.ROOT, "%,.0f B", ours.bytes()),
            String.format(Locale.ROOT, "%,.0f B", twin.bytes()),
            ours.bytesBeyond(twin),
            "B",
            OptionalDouble.of(1_024)));
  }
}
