package io.shardrouter.benchmarks;

import io.shardrouter.GuardMode;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.measure.Turns;
import io.shardrouter.benchmarks.measure.Turns.Operation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The point selects of the report. */
final class SelectFindings {
  private static final int SELECTS = PointSelectBenchmark.SELECTS;

  /** Turns until the compilers have settled. */
  private static final int WARM_UP = 600;

  private final int rounds;
  private final int count;
  private final Operation<PointSelect> alone;
  private final Operation<PointSelect> inTransaction;
  private final List<Finding> findings = new ArrayList<>();
  private String serverVersion = "";

  SelectFindings(int rounds, int count) {
    this.rounds = rounds;
    this.count = count;
    Users users = new Users(count);
    this.alone = path -> path.select(users.next());
    this.inTransaction = path -> path.selectInTransaction(users.next(), SELECTS);
  }

  List<Finding> all() throws SQLException {
    guardOff();
    guardOn();
    halfMillisecond();
    return findings;
  }

  /** The version of the server that was measured; empty before {@link #all}. */
  String serverVersion() {
    return serverVersion;
  }

  private void guardOff() throws SQLException {
    try (Deployment deployment = new Deployment(GuardMode.OFF, Network.LOOPBACK, count)) {
      Map<Path, Series> measured = measure(deployment, alone, 50, Path.PLAIN, Path.GUARD_OFF);
      time("select, guard off", measured, Path.GUARD_OFF, OptionalDouble.of(1.02));
    }
  }

  private void guardOn() throws SQLException {
    try (Deployment deployment = new Deployment(GuardMode.ON, Network.LOOPBACK, count)) {
      serverVersion = deployment.serverVersion();
      Map<Path, Series> single =
          measure(deployment, alone, 50, Path.PLAIN, Path.GUARD_ON, Path.SAME_TEXT);
      time("select, guard on", single, Path.GUARD_ON, OptionalDouble.of(1.25));
      time("select, the same text by hand", single, Path.SAME_TEXT, OptionalDouble.empty());
      bytes("allocated by a select, guard on", single, Path.PLAIN, OptionalDouble.empty());
      bytes("allocated by our own code, guard on", single, Path.SAME_TEXT, OptionalDouble.of(512));
      Map<Path, Series> many =
          measure(deployment, inTransaction, 5, Path.PLAIN, Path.GUARD_ON, Path.SAME_TEXT);
      String what = "transaction of %d selects, guard on".formatted(SELECTS);
      time(what, many, Path.GUARD_ON, OptionalDouble.empty());
      bytes("allocated by our own code, " + what, many, Path.SAME_TEXT, OptionalDouble.empty());
      somethingMoved(deployment);
    }
  }

  /** From the first move on, the guard looks at placement. */
  private void somethingMoved(Deployment deployment) throws SQLException {
    // A key that nobody asks for: what it costs is that it is there.
    deployment.place(List.of("user-without-a-row"), 1);
    Map<Path, Series> measured = measure(deployment, alone, 50, Path.PLAIN, Path.GUARD_ON);
    time(
        "select, guard on, shards that took part in a move",
        measured,
        Path.GUARD_ON,
        OptionalDouble.of(1.25));
  }

  private void halfMillisecond() throws SQLException {
    try (Deployment deployment = new Deployment(GuardMode.ON, Network.HALF_MILLISECOND, count)) {
      Map<Path, Series> measured = measure(deployment, alone, 10, Path.PLAIN, Path.GUARD_ON);
      time(
          "select, guard on, round trip + 0.5 ms",
          measured,
          Path.GUARD_ON,
          OptionalDouble.of(1.10));
    }
  }

  private Map<Path, Series> measure(
      Deployment deployment, Operation<PointSelect> operation, int block, Path... paths)
      throws SQLException {
    Map<Path, PointSelect> opened = new EnumMap<>(Path.class);
    try {
      for (Path path : paths) {
        opened.put(path, deployment.open(path));
      }
      return new Turns<>(opened, operation, block).run(Math.min(rounds, WARM_UP), rounds);
    } finally {
      opened.values().forEach(PointSelect::close);
    }
  }

  private void time(String what, Map<Path, Series> measured, Path path, OptionalDouble target) {
    Series ours = measured.get(path);
    Series twin = measured.get(Path.PLAIN);
    findings.add(
        new Finding(
            what,
            micros(ours),
            micros(twin),
            ours.ratioTo(twin),
            target,
            "×",
            OptionalDouble.of(ours.quietRatioTo(twin))));
  }

  private static String micros(Series series) {
    return String.format(Locale.ROOT, "%.1f µs", series.micros());
  }

  /** What the guarded path allocates beyond {@code twin}. */
  private void bytes(String what, Map<Path, Series> measured, Path twin, OptionalDouble target) {
    double ours = measured.get(Path.GUARD_ON).bytes();
    double others = measured.get(twin).bytes();
    findings.add(
        new Finding(
            what,
            String.format(Locale.ROOT, "%.0f B", ours),
            String.format(Locale.ROOT, "%.0f B", others),
            ours - others,
            target,
            "B",
            OptionalDouble.empty()));
  }
}
