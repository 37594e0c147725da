package io.shardrouter.migrator.internal.cli;

import io.shardrouter.InstallMode;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a service made fit for one command: few connections, no side effects. */
final class SmallPools {
  private static final Map<String, String> SIZES =
      Map.of("maximumPoolSize", "2", "minimumIdle", "0");

  /** Somebody waits: a shard that is down must show sooner than by the pool's own 30 s. */
  private static final String CONNECTION_TIMEOUT_MILLIS = "10000";

  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  private SmallPools() {}

  /** {@code config} with pools of at most two connections, which installs nothing on its own. */
  static ShardRouterConfig of(ShardRouterConfig config) {
    List<ShardConfig> shards =
        config.shards().stream().map(shard -> shard.withPool(sized(shard.pool()))).toList();
    Map<String, String> pool = sized(config.pool());
    pool.putIfAbsent("connectionTimeout", CONNECTION_TIMEOUT_MILLIS);
    return new ShardRouterConfig(
        shards,
        config.groups(),
        config.referenceTables(),
        config.defaultShard(),
        config.guard(),
        InstallMode.NEVER,
        pool,
        config.keyCheck(),
        config.guardWait(),
        config.acquireTimeout(),
        config.statementTimeout(),
        config.fetchSize(),
        config.byteBudget(),
        SHUTDOWN,
        config.transactions());
  }

  private static Map<String, String> sized(Map<String, String> pool) {
    Map<String, String> sized = new HashMap<>(pool);
    sized.putAll(SIZES);
    return sized;
  }
}
