package io.shardrouter.demo;

import io.shardrouter.ScatterResult;
import io.shardrouter.ShardedDataSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One statement for all shards, added up here. */
final class ScatterReads {
  private static final String BY_COUNTRY =
      "select c.name, s.state, count(*) from consciousness_states s"
          + " join users u on u.id = s.user_id join countries c on c.code = u.country"
          + " where s.state in (?, ?) group by c.name, s.state";

  private ScatterReads() {}

  static void show(Page page, ShardedDataSource router, Loaded loaded) throws SQLException {
    page.section(
        "A scatter",
        "All shards count side by side, each from one snapshot; the partial counts add up here.");
    Stopwatch stopwatch = Stopwatch.started();
    SortedMap<String, Map<String, Long>> countries = new TreeMap<>();
    int partials = 0;
    try (ScatterResult result = router.scatter(BY_COUNTRY, "asleep", "dreaming")) {
      while (result.next()) {
        partials++;
        countries
            .computeIfAbsent(result.row().getString(1), name -> new TreeMap<>())
            .merge(result.row().getString(2), result.row().getLong(3), Long::sum);
      }
    }
    String time = stopwatch.inSeconds();
    Table table = Table.of("country", "asleep", "dreaming");
    countries.forEach(
        (country, states) ->
            table.row(
                country, states.getOrDefault("asleep", 0L), states.getOrDefault("dreaming", 0L)));
    page.table(table);
    page.line("");
    page.line(partials + " partial counts from the shards, in " + time);
    for (String state : new String[] {"asleep", "dreaming"}) {
      long sum = countries.values().stream().mapToLong(c -> c.getOrDefault(state, 0L)).sum();
      DemoFailure.unlessEqual("scatter of '" + state + "'", loaded.byState().get(state), sum);
    }
  }
}
