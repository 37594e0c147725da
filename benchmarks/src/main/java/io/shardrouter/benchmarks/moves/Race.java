package io.shardrouter.benchmarks.moves;

import io.shardrouter.benchmarks.measure.Spread;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lets transfers take turns, each with rows of its own of the same number, to and fro between the
 * servers. What else the machine does strikes all of them alike.
 */
final class Race {
  private final Pair pair;
  private final Map<String, Transfer> transfers;
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private int at;

  Race(Pair pair, Map<String, Transfer> transfers) {
    this.pair = pair;
    this.transfers = transfers;
  }

  /** Gives each {@code warmUp} turns that do not count and {@code rounds} that do. */
  void run(int warmUp, int rounds) throws SQLException {
    go(warmUp);
    go(rounds);
  }

  private void go(int rounds) throws SQLException {
    List<String> order = new ArrayList<>(transfers.keySet());
    order.forEach(name -> millis.put(name, new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (String name : order) {
        pair.settle();
        millis.get(name).add(transfers.get(name).millis(at, 1 - at));
      }
      at = 1 - at;
      // Nobody always comes after the same one.
      Collections.rotate(order, 1);
    }
  }

  /** How long the turns of {@code name} took, in milliseconds. */
  Spread millis(String name) {
    return Spread.of(millis.get(name).stream().mapToDouble(Double::doubleValue));
  }

  /** The times of {@code name} by those of {@code other} in the same rounds. */
  Spread ratio(String name, String other) {
    List<Double> mine = millis.get(name);
    List<Double> others = millis.get(other);
    return Spread.of(IntStream.range(0, mine.size()).mapToDouble(i -> mine.get(i) / others.get(i)));
  }
}
