package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.plots.Axis;
import io.shardrouter.benchmarks.plots.Bars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The times of each workload by the floor's, as a picture. For one thread. */
final class Ratios {
  private static final List<Way> WAYS =
      List.of(Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON, Way.SHARDING_SPHERE, Way.POSTGRES_FDW);

  private final List<Bars.Thing> things = new ArrayList<>();

  /**
   * @param name of the workload
   */
  void add(String name, Map<Way, Series> measured) {
    Series byHand = measured.get(Way.BY_HAND);
    things.add(
        new Bars.Thing(
            name,
            WAYS.stream()
                .map(
                    way ->
                        measured.containsKey(way)
                            ? OptionalDouble.of(measured.get(way).ratioTo(byHand))
                            : OptionalDouble.empty())
                .toList()));
  }

  Bars bars(String title) {
    return new Bars(
        title,
        new Axis("times as long as by hand", Axis.Scale.POWERS_OF_TEN),
        WAYS.stream().map(Way::what).toList(),
        things,
        1);
  }
}
