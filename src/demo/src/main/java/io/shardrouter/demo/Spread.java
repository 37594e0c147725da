package io.shardrouter.demo;

import io.shardrouter.ScatterResult;
import io.shardrouter.ShardedDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** How the rows lie on the shards. */
final class Spread {
  private static final String COUNTS =
      "select (select count(*) from users) as users,"
          + " (select count(*) from consciousness_states) as states,"
          + " pg_database_size(current_database()) / 1048576 as mebibytes";

  private Spread() {}

  private record Counts(long users, long states, long mebibytes) {}

  static void show(Page page, ShardedDataSource router) throws SQLException {
    page.section(
        "The spread over the shards",
        "The slot of a user is md5(id) mod 4096, and slot s starts on shard s mod 4: no directory.");
    Map<Integer, Counts> shards = new TreeMap<>();
    try (ScatterResult result = router.scatter(COUNTS)) {
      while (result.next()) {
        ResultSet row = result.row();
        shards.put(
            result.shard(),
            new Counts(row.getLong("users"), row.getLong("states"), row.getLong("mebibytes")));
      }
    }
    long all = shards.values().stream().mapToLong(Counts::users).sum();
    Table table = Table.of("shard", "users", "share %", "states", "MiB");
    shards.forEach(
        (shard, counts) ->
            table.row(
                shard,
                counts.users(),
                100.0 * counts.users() / all,
                counts.states(),
                counts.mebibytes()));
    page.table(table);
  }
}
