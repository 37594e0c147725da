package io.shardrouter.benchmarks.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.TransactionMode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the shards are, for every way alike.
 *
 * @param urls of the shards, by their ids
 * @param pool how many connections each way has to each of them
 */
record Access(List<String> urls, String username, String password, int pool) {
  static final String GROUP = "user";

  Access {
    urls = List.copyOf(urls);
  }

  ShardRouterConfig config(GuardMode guard, InstallMode install) {
    List<Integer> layout = IntStream.range(0, urls.size()).boxed().toList();
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id : layout) {
      builder.shard(ShardConfig.of(id, urls.get(id), username, PasswordSource.fixed(password)));
    }
    return builder
        .group(
            GroupConfig.builder(GROUP)
                .layout(layout)
                .table("users", "id")
                .table("consciousness_states", "user_id")
                .build())
        .guard(guard)
        .install(install)
        .transactions(TransactionMode.BEST_EFFORT)
        .pool(Map.of("maximumPoolSize", "" + pool))
        .build();
  }

  /** A pool for each shard, as one writes it by hand. */
  List<HikariDataSource> pools() {
    return IntStream.range(0, urls.size()).mapToObj(this::pool).toList();
  }

  private HikariDataSource pool(int shard) {
    HikariConfig settings = new HikariConfig();
    settings.setPoolName("by-hand-" + shard);
    settings.setJdbcUrl(urls.get(shard));
    settings.setUsername(username);
    settings.setPassword(password);
    settings.setMaximumPoolSize(pool);
    return new HikariDataSource(settings);
  }
}
