package io.shardrouter.benchmarks.sql;

import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import io.shardrouter.benchmarks.measure.ForeignShards;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.SQLException;

/**
 * The peer that is part of PostgreSQL: a database whose tables are partitioned, and whose
 * partitions are tables of the shards. Aggregates of each partition would keep the shards from
 * being asked at once, and no workload here joins whole tables.
 */
final class ForeignTables {
  private static final String[] TABLES = {
    "create table users (id text not null, name text not null, balance bigint not null,"
        + " plan integer not null, joined bigint not null) partition by hash (id %s)",
    "create table consciousness_states (user_id text not null, id bigint not null,"
        + " state text not null) partition by hash (user_id %s)"
  };

  private ForeignTables() {}

  /** Makes them in the one database of {@code coordinator}. */
  static void create(EmbeddedShards coordinator, Access shards) throws SQLException {
    ForeignShards.introduce(coordinator, shards.config(GuardMode.OFF, InstallMode.NEVER).shards());
    for (String table : TABLES) {
      coordinator.execute(0, table.formatted(ForeignShards.Strategy.TEXT.operators()));
    }
    int count = shards.urls().size();
    for (int shard = 0; shard < count; shard++) {
      coordinator.execute(
          0,
          // Fewer round trips than by default, and not much that a LIMIT leaves unread.
          partition("users", shard, count, 300),
          partition("consciousness_states", shard, count, 1_000));
    }
    // Without statistics of its own it would ask the shards for estimates at each planning.
    coordinator.execute(0, "analyze");
  }

  private static String partition(String table, int shard, int count, int fetchSize) {
    return ForeignShards.partition(
        table + "_" + shard,
        table,
        shard,
        count,
        "table_name '%s', fetch_size '%d'".formatted(table, fetchSize));
  }
}
