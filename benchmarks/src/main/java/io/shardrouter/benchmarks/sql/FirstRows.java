package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Spread;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How long each way takes from the start of a JVM to its first row. */
final class FirstRows {
  private final Servers servers;
  private final Setting setting;
  private final Findings findings;

  FirstRows(Servers servers, Network network, Findings findings) {
    this.servers = servers;
    this.setting = new Setting(network, 1);
    this.findings = findings;
  }

  /** Starts each way so often, by turns. */
  void measure(int starts) throws SQLException {
    List<Way> ways = List.of(Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON, Way.SHARDING_SPHERE);
    Map<Way, List<Double>> millis = new EnumMap<>(Way.class);
    for (int start = 0; start < starts; start++) {
      for (Way way : ways) {
        millis
            .computeIfAbsent(way, key -> new ArrayList<>())
            .add(FirstRowJvm.millis(way, servers.access(way)));
      }
    }
    String what = setting.what("first row after main");
    Spread byHand = Spread.of(millis.get(Way.BY_HAND));
    for (Way way : ways) {
      Spread ours = Spread.of(millis.get(way));
      findings.add(
          new Line(
              what + ", " + way.what(),
              ours.median("%,.0f ms"),
              way == Way.BY_HAND ? "" : byHand.median("%,.0f ms"),
              ours,
              "ms",
              way == Way.BY_HAND || way.isPeer() || !setting.isPlain()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(1_000)));
    }
    findings.duels().turns(what, "ms", millis);
  }
}
