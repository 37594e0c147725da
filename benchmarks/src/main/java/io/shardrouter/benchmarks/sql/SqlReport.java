package io.shardrouter.benchmarks.sql;

import io.shardrouter.GuardMode;
import io.shardrouter.benchmarks.measure.Conditions;
import io.shardrouter.benchmarks.measure.Duel;
import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.measure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Measures what is promised of SQL without a key and prints a table of it in Markdown: {@code java
 * -jar benchmarks.jar sql [--out FILE] [--rounds N]}.
 */
public final class SqlReport {
  private static final int SHARDS = 4;
  private static final int POOL = 8;
  private static final int SCAN_HEAP = 64;

  private final Size size;
  private final List<Line> lines = new ArrayList<>();
  private final Duels duels = new Duels();

  /**
   * How much is done.
   *
   * @param rounds of the shortest workload; longer ones get fewer
   * @param users each with ten states
   * @param scanned rows of the scan that has a JVM of its own
   * @param starts of JVMs, each way
   */
  record Size(int rounds, int users, int scanned, int starts) {
    static final Size DEFAULT = new Size(1_000, 10_000, 1_000_000, 7);
  }

  SqlReport(Size size) {
    this.size = size;
  }

  /** Runs all of it; some minutes on a quiet machine. */
  public static void main(String[] args) throws SQLException, IOException {
    String out = "";
    Size size = Size.DEFAULT;
    for (int i = 0; i < args.length; i += 2) {
      if (args[i].equals("--out") && i + 1 < args.length) {
        out = args[i + 1];
      } else if (args[i].equals("--rounds") && i + 1 < args.length) {
        size = new Size(Integer.parseInt(args[i + 1]), size.users, size.scanned, size.starts);
      } else {
        throw new IllegalArgumentException(
            "usage: java -jar benchmarks.jar sql [--out FILE] [--rounds N]");
      }
    }
    String report = new SqlReport(size).run();
    if (out.isEmpty()) {
      System.out.print(report);
    } else {
      Files.writeString(Path.of(out), report);
    }
  }

  String run() throws SQLException {
    String version;
    try (Servers servers = new Servers(SHARDS, POOL, Network.LOOPBACK, new Data(size.users, 10))) {
      version = servers.version();
      workloads(servers);
      firstRows(servers);
    }
    int states = Math.max(1, size.scanned / size.users);
    try (Servers servers =
        new Servers(SHARDS, POOL, Network.LOOPBACK, new Data(size.users, states))) {
      scans(servers);
    }
    StringBuilder report = new StringBuilder();
    report.append(Conditions.line(version, "1 thread, %d rounds".formatted(size.rounds)));
    report.append(Line.HEADING);
    lines.forEach(line -> report.append(line.row()));
    report.append("\nBeside ShardingSphere-JDBC:\n\n".formatted()).append(Duel.HEADING);
    duels.all().forEach(duel -> report.append(duel.row()));
    return report.toString();
  }

  private void workloads(Servers servers) throws SQLException {
    Collection<Way> others = EnumSet.complementOf(EnumSet.of(Way.SAME_TEXT));
    try (Contest contest = new Contest(servers, size.users, EnumSet.allOf(Way.class))) {
      for (Workload workload : Workload.values()) {
        Collection<Way> ways = workload == Workload.POINT ? EnumSet.allOf(Way.class) : others;
        Contest.Outcome outcome = contest.measure(workload, size.rounds, ways);
        Map<Way, Series> measured = outcome.measured();
        for (Way way : measured.keySet()) {
          if (way != Way.BY_HAND) {
            time(workload, way, measured);
          }
        }
        duels.workload(workload, outcome);
        if (workload == Workload.POINT) {
          own("guard off", measured.get(Way.SQL_GUARD_OFF), measured.get(Way.BY_HAND));
          own("guard on", measured.get(Way.SQL_GUARD_ON), measured.get(Way.SAME_TEXT));
        }
      }
    }
  }

  private void time(Workload workload, Way way, Map<Way, Series> measured) {
    Series ours = measured.get(way);
    Series byHand = measured.get(Way.BY_HAND);
    add(
        new Line(
            workload.what() + ", " + way.what(),
            micros(ours),
            micros(byHand),
            ours.ratiosTo(byHand),
            "×",
            target(workload, way)));
  }

  private static String micros(Series series) {
    return String.format(Locale.ROOT, "%,.1f µs", series.micros());
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
    add(
        new Line(
            "point select by SQL, allocated by our own code, " + guard,
            String.format(Locale.ROOT, "%,.0f B", ours.bytes()),
            String.format(Locale.ROOT, "%,.0f B", twin.bytes()),
            ours.bytesBeyond(twin),
            "B",
            OptionalDouble.of(1_024)));
  }

  private void firstRows(Servers servers) throws SQLException {
    List<Way> ways = List.of(Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON, Way.SHARDING_SPHERE);
    Map<Way, List<Double>> millis = new EnumMap<>(Way.class);
    for (int start = 0; start < size.starts; start++) {
      for (Way way : ways) {
        millis
            .computeIfAbsent(way, key -> new ArrayList<>())
            .add(FirstRowJvm.millis(way, servers.access(way.guard())));
      }
    }
    Spread byHand = spread(millis.get(Way.BY_HAND));
    for (Way way : ways) {
      Spread ours = spread(millis.get(way));
      add(
          new Line(
              "first row after main, " + way.what(),
              ours.median("%,.0f ms"),
              way == Way.BY_HAND ? "" : byHand.median("%,.0f ms"),
              ours,
              "ms",
              way == Way.BY_HAND || way.isPeer()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(1_000)));
    }
    duels.turns("first row after main", "ms", millis);
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue));
  }

  private void scans(Servers servers) throws SQLException {
    String what =
        String.format(Locale.ROOT, "%,d rows in order with -Xmx%dm, ", size.scanned, SCAN_HEAP);
    Map<Way, ScanJvm.Done> done = new EnumMap<>(Way.class);
    for (Way way : List.of(Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON)) {
      done.put(way, ScanJvm.run(way, servers.access(way.guard()), SCAN_HEAP));
      if (done.get(way).sum() != done.get(Way.BY_HAND).sum()) {
        throw new IllegalStateException(way + " reads other rows");
      }
      scan(what + way.what(), done.get(way), done.get(Way.BY_HAND));
    }
    ScanJvm.Done ours = done.get(Way.SQL_GUARD_OFF);
    try {
      ScanJvm.Done theirs =
          ScanJvm.run(Way.SHARDING_SPHERE, servers.access(GuardMode.OFF), SCAN_HEAP);
      scan(what + Way.SHARDING_SPHERE.what(), theirs, done.get(Way.BY_HAND));
      duels.single(what + "guard off", "ms", ours.millis(), theirs.millis());
      duels.single(what + "guard off, heap used", "MiB", ours.heap(), theirs.heap());
    } catch (SQLException e) {
      duels.notDone(what + "guard off", "ms", ours.millis(), "fails: " + e.getMessage());
    }
  }

  private void scan(String what, ScanJvm.Done done, ScanJvm.Done byHand) {
    add(
        new Line(
            what,
            String.format(Locale.ROOT, "%,.0f ms", done.millis()),
            String.format(Locale.ROOT, "%,.0f ms", byHand.millis()),
            Spread.of(DoubleStream.of(done.millis() / byHand.millis())),
            "×",
            OptionalDouble.empty()));
    add(
        new Line(
            what + ", heap used",
            String.format(Locale.ROOT, "%.0f MiB", done.heap()),
            String.format(Locale.ROOT, "%.0f MiB", byHand.heap()),
            Spread.of(DoubleStream.of(done.heap())),
            "MiB",
            what.contains("SQL") ? OptionalDouble.of(SCAN_HEAP) : OptionalDouble.empty()));
  }

  private void add(Line line) {
    lines.add(line);
    // While the rest is on its way.
    System.err.print(line.row());
  }
}
