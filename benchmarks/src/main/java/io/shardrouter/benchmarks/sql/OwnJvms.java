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
import java.util.stream.DoubleStream;

/** What each way does in JVMs of its own: the first row after the start, and a long scan. */
final class OwnJvms {
  private static final int SCAN_HEAP = 64;

  private final Servers servers;
  private final Findings findings;

  OwnJvms(Servers servers, Findings findings) {
    this.servers = servers;
    this.findings = findings;
  }

  /** Starts each way so often, by turns. */
  void firstRows(int starts) throws SQLException {
    List<Way> ways = List.of(Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON, Way.SHARDING_SPHERE);
    Map<Way, List<Double>> millis = new EnumMap<>(Way.class);
    for (int start = 0; start < starts; start++) {
      for (Way way : ways) {
        millis
            .computeIfAbsent(way, key -> new ArrayList<>())
            .add(FirstRowJvm.millis(way, servers.access(way)));
      }
    }
    Spread byHand = spread(millis.get(Way.BY_HAND));
    for (Way way : ways) {
      Spread ours = spread(millis.get(way));
      findings.add(
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
    findings.duels().turns("first row after main", "ms", millis);
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue));
  }

  /**
   * Reads all states in order with little memory.
   *
   * @param rows how many there are
   */
  void scans(int rows) throws SQLException {
    String what = String.format(Locale.ROOT, "%,d rows in order with -Xmx%dm, ", rows, SCAN_HEAP);
    Map<Way, ScanJvm.Done> done = new EnumMap<>(Way.class);
    for (Way way : List.of(Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON)) {
      done.put(way, ScanJvm.run(way, servers.access(way), SCAN_HEAP));
      if (done.get(way).sum() != done.get(Way.BY_HAND).sum()) {
        throw new IllegalStateException(way + " reads other rows");
      }
      scan(what + way.what(), done.get(way), done.get(Way.BY_HAND));
    }
    for (Way peer : Way.PEERS) {
      scan(what, peer, done);
    }
  }

  private void scan(String what, Way peer, Map<Way, ScanJvm.Done> done) {
    ScanJvm.Done byHand = done.get(Way.BY_HAND);
    ScanJvm.Done ours = done.get(Way.SQL_GUARD_OFF);
    String our = what + "guard off";
    try {
      ScanJvm.Done theirs = ScanJvm.run(peer, servers.access(peer), SCAN_HEAP);
      if (theirs.sum() != byHand.sum()) {
        findings.duels().notDone(our, peer, "ms", ours.millis(), "reads other rows");
        return;
      }
      scan(what + peer.what(), theirs, byHand);
      findings.duels().single(our, peer, "ms", ours.millis(), theirs.millis());
      findings.duels().single(our + ", heap used", peer, "MiB", ours.heap(), theirs.heap());
    } catch (SQLException e) {
      findings.duels().notDone(our, peer, "ms", ours.millis(), "fails: " + e.getMessage());
    }
  }

  private void scan(String what, ScanJvm.Done done, ScanJvm.Done byHand) {
    findings.add(
        new Line(
            what,
            String.format(Locale.ROOT, "%,.0f ms", done.millis()),
            String.format(Locale.ROOT, "%,.0f ms", byHand.millis()),
            Spread.of(DoubleStream.of(done.millis() / byHand.millis())),
            "×",
            OptionalDouble.empty()));
    findings.add(
        new Line(
            what + ", heap used",
            String.format(Locale.ROOT, "%.0f MiB", done.heap()),
            String.format(Locale.ROOT, "%.0f MiB", byHand.heap()),
            Spread.of(DoubleStream.of(done.heap())),
            "MiB",
            what.contains("SQL") ? OptionalDouble.of(SCAN_HEAP) : OptionalDouble.empty()));
  }
}
