package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Duel;
import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.measure.Spread;
import io.shardrouter.benchmarks.sql.Contest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The router beside the peer, a line for each thing that both were measured at. */
final class Duels {
  private static final List<Way> OURS = List.of(Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON);

  private final List<Duel> duels = new ArrayList<>();

  List<Duel> all() {
    return List.copyOf(duels);
  }

  /** Time and memory of a workload. */
  void workload(Workload workload, Outcome outcome) {
    for (Way way : OURS) {
      Series ours = outcome.measured().get(way);
      String what = workload.what() + ", " + way.what();
      if (!outcome.measured().containsKey(Way.SHARDING_SPHERE)) {
        add(Duel.notTimed(what, micros(ours), outcome.faults().get(Way.SHARDING_SPHERE)));
        continue;
      }
      Series theirs = outcome.measured().get(Way.SHARDING_SPHERE);
      add(Duel.of(what, micros(ours), micros(theirs), ours.ratiosTo(theirs)));
      add(Duel.of(what + ", allocated", bytes(ours), bytes(theirs), ours.byteRatiosTo(theirs)));
    }
  }

  /** Of JVMs of their own that were started by turns. */
  void turns(String what, String unit, Map<Way, List<Double>> values) {
    List<Double> theirs = values.get(Way.SHARDING_SPHERE);
    for (Way way : OURS) {
      List<Double> ours = values.get(way);
      Spread ratios =
          Spread.of(IntStream.range(0, ours.size()).mapToDouble(i -> ours.get(i) / theirs.get(i)));
      add(Duel.of(what + ", " + way.what(), median(ours, unit), median(theirs, unit), ratios));
    }
  }

  /** Of what has a single figure each. */
  void single(String what, String unit, double ours, double theirs) {
    add(
        Duel.of(
            what,
            median(List.of(ours), unit),
            median(List.of(theirs), unit),
            Spread.of(IntStream.of(1).mapToDouble(i -> ours / theirs))));
  }

  /** Of what the peer does not get through. */
  void notDone(String what, String unit, double ours, String reason) {
    add(Duel.notTimed(what, median(List.of(ours), unit), reason));
  }

  private static String median(List<Double> values, String unit) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue)).median("%,.0f") + " " + unit;
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
