package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.ClassPath;
import io.shardrouter.benchmarks.measure.Duel;
import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.measure.Spread;
import io.shardrouter.benchmarks.sql.Contest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The router beside its peers, a line for each thing that both were measured at. */
final class Duels {
  private static final List<Way> OURS = List.of(Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON);

  private final List<Duel> duels = new ArrayList<>();

  List<Duel> all() {
    return List.copyOf(duels);
  }

  /**
   * Time and memory of a workload beside each peer that does it.
   *
   * @param name of the workload
   */
  void workload(String name, Outcome outcome) {
    for (Way peer : Way.PEERS) {
      for (Way way : OURS) {
        Series ours = outcome.measured().get(way);
        String what = name + ", " + way.what();
        if (outcome.measured().containsKey(peer)) {
          measured(what, peer, ours, outcome.measured().get(peer));
        } else if (outcome.faults().containsKey(peer)) {
          add(Duel.notTimed(what, peer.what(), micros(ours), outcome.faults().get(peer)));
        }
      }
    }
  }

  private void measured(String what, Way peer, Series ours, Series theirs) {
    add(Duel.of(what, peer.what(), micros(ours), micros(theirs), ours.ratiosTo(theirs)));
    if (peer.isLibrary()) {
      add(
          Duel.of(
              what + ", allocated",
              peer.what(),
              bytes(ours),
              bytes(theirs),
              ours.byteRatiosTo(theirs)));
    }
  }

  /** Of JVMs of their own that were started by turns. */
  void turns(String name, String unit, Map<Way, List<Double>> values) {
    for (Way peer : Way.PEERS) {
      for (Way way : OURS) {
        if (values.containsKey(peer)) {
          turns(name + ", " + way.what(), peer, unit, values.get(way), values.get(peer));
        }
      }
    }
  }

  private void turns(String what, Way peer, String unit, List<Double> ours, List<Double> theirs) {
    Spread ratios =
        Spread.of(IntStream.range(0, ours.size()).mapToDouble(i -> ours.get(i) / theirs.get(i)));
    add(Duel.of(what, peer.what(), median(ours, unit), median(theirs, unit), ratios));
  }

  /** What the libraries bring along, where that is known. */
  void classPaths() {
    Optional<ClassPath> ours = ClassPath.of("io.shardrouter:shard-router");
    Optional<ClassPath> theirs = ClassPath.of("org.apache.shardingsphere:shardingsphere-jdbc");
    if (ours.isPresent() && theirs.isPresent()) {
      ClassPath our = ours.get();
      ClassPath their = theirs.get();
      String peer = Way.SHARDING_SPHERE.what();
      add(Duel.counted("class path", peer, "jars", our.jars(), their.jars()));
      add(Duel.counted("class path", peer, "KiB", our.bytes() / 1024.0, their.bytes() / 1024.0));
    }
  }

  /** Of what the peer does not get through. */
  void notDone(String name, Way peer, String unit, Map<Way, List<Double>> values, String reason) {
    for (Way way : OURS) {
      String what = name + ", " + way.what();
      add(Duel.notTimed(what, peer.what(), median(values.get(way), unit), reason));
    }
  }

  private static String median(List<Double> values, String unit) {
    return Spread.of(values).median("%,.0f") + " " + unit;
  }

  private static String micros(Series series) {
    return String.format(Locale.ROOT, "%,.1f µs", series.micros());
  }

  private static String bytes(Series series) {
    return String.format(Locale.ROOT, "%,.0f B", series.bytes());
  }

  private void add(Duel duel) {
    duels.add(duel);
    // While the rest is on its way.
    System.err.print(duel.row());
  }
}
