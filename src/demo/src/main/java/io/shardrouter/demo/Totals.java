package io.shardrouter.demo;

import io.shardrouter.ScatterResult;
import io.shardrouter.ShardedDataSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over all shards.
 *
 * @param byState how many rows each state has
 */
record Totals(long users, Map<String, Long> byState) {
  private static final String USERS = "select count(*) from users";
  private static final String STATES =
      "select state, count(*) from consciousness_states group by state";

  Totals {
    byState = Map.copyOf(byState);
  }

  /** Asks all shards at once. */
  static Totals read(ShardedDataSource router) throws SQLException {
    long users = 0;
    try (ScatterResult result = router.scatter(USERS)) {
      while (result.next()) {
        users += result.row().getLong(1);
      }
    }
    Map<String, Long> byState = new TreeMap<>();
    try (ScatterResult result = router.scatter(STATES)) {
      while (result.next()) {
        byState.merge(result.row().getString(1), result.row().getLong(2), Long::sum);
      }
    }
    return new Totals(users, byState);
  }

  long states() {
    return byState.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Compares with what this side counted while it wrote.
   *
   * @throws DemoFailure where they differ
   */
  void mustEqual(Loaded loaded) {
    DemoFailure.unlessEqual("users", loaded.users(), users);
    loaded
        .byState()
        .forEach(
            (state, count) ->
                DemoFailure.unlessEqual(
                    "states '" + state + "'", count, byState.getOrDefault(state, 0L)));
    DemoFailure.unlessEqual("states", loaded.states(), states());
  }
}
