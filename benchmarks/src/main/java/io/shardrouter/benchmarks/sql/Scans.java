package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Spread;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** All states in order, read in JVMs of their own with little memory. For one thread. */
final class Scans {
  private static final int MEBIBYTES = 64;
  private static final List<Way> WAYS =
      List.of(
          Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON, Way.SHARDING_SPHERE, Way.POSTGRES_FDW);

  private final Servers servers;
  private final Findings findings;
  private final Map<Way, List<Double>> millis = new EnumMap<>(Way.class);
  private final Map<Way, List<Double>> heap = new EnumMap<>(Way.class);
  private final Map<Way, String> faults = new EnumMap<>(Way.class);

  Scans(Servers servers, Findings findings) {
    this.servers = servers;
    this.findings = findings;
  }

  /**
   * Starts each way so often, by turns, but no peer again that did not get through.
   *
   * @param rows how many there are
   */
  void measure(int rows, int starts) throws SQLException {
    long right = scan(Way.BY_HAND).sum();
    for (int start = 0; start < starts; start++) {
      for (Way way : WAYS) {
        if (!faults.containsKey(way)) {
          turn(way, right);
        }
      }
    }
    millis.keySet().removeAll(faults.keySet());
    heap.keySet().removeAll(faults.keySet());
    String what = String.format(Locale.ROOT, "%,d rows in order with -Xmx%dm", rows, MEBIBYTES);
    millis.keySet().forEach(way -> lines(what, way));
    findings.duels().turns(what, "ms", millis);
    // What a server holds for its client is not seen here.
    heap.keySet().removeIf(way -> !way.isLibrary());
    findings.duels().turns(what + ", heap used", "MiB", heap);
    faults.forEach((peer, fault) -> findings.duels().notDone(what, peer, "ms", millis, fault));
  }

  private void turn(Way way, long right) throws SQLException {
    try {
      ScanJvm.Done done = scan(way);
      if (done.sum() != right) {
        throw new SQLException(way + " reads other rows");
      }
      millis.computeIfAbsent(way, key -> new ArrayList<>()).add(done.millis());
      heap.computeIfAbsent(way, key -> new ArrayList<>()).add(done.heap());
    } catch (SQLException e) {
      if (!way.isPeer()) {
        throw e;
      }
      faults.put(way, "fails: " + e.getMessage());
    }
  }

  private ScanJvm.Done scan(Way way) throws SQLException {
    return ScanJvm.run(way, servers.access(way), MEBIBYTES);
  }

  private void lines(String what, Way way) {
    List<Double> ours = millis.get(way);
    List<Double> byHand = millis.get(Way.BY_HAND);
    boolean isOurs = way != Way.BY_HAND && !way.isPeer();
    findings.add(
        new Line(
            what + ", " + way.what(),
            Spread.of(ours).median("%,.0f ms"),
            Spread.of(byHand).median("%,.0f ms"),
            Spread.of(
                IntStream.range(0, ours.size()).mapToDouble(i -> ours.get(i) / byHand.get(i))),
            "×",
            OptionalDouble.empty()));
    Spread used = Spread.of(heap.get(way));
    findings.add(
        new Line(
            what + ", " + way.what() + ", heap used",
            used.median("%.0f MiB"),
            Spread.of(heap.get(Way.BY_HAND)).median("%.0f MiB"),
            used,
            "MiB",
            isOurs ? OptionalDouble.of(MEBIBYTES) : OptionalDouble.empty()));
  }
}
