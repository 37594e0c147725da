package io.shardrouter.internal.shards;

import com.zaxxer.hikari.HikariConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.routing.ShardLock;
import java.sql.Connection;
import java.util.Map;
import java.util.Properties;

/** How shards' pools are set. */
final class PoolSettings {
  /** Held by every connection of a pool without guards; a move refuses while one is there. */
  private static final String UNGUARDED_MARK = ShardLock.UNGUARDED.sharedBySession();

  /** By their names as HikariCP takes them. */
  private static final Map<String, Integer> LEVELS =
      Map.of(
          "TRANSACTION_READ_UNCOMMITTED", Connection.TRANSACTION_READ_UNCOMMITTED,
          "TRANSACTION_READ_COMMITTED", Connection.TRANSACTION_READ_COMMITTED,
          "TRANSACTION_REPEATABLE_READ", Connection.TRANSACTION_REPEATABLE_READ,
          "TRANSACTION_SERIALIZABLE", Connection.TRANSACTION_SERIALIZABLE);

  private PoolSettings() {}

  /** Of the pool of {@code shard}, all but where its connections come from. */
  static HikariConfig of(ShardConfig shard, ShardRouterConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.pool());
    properties.putAll(shard.pool());
    HikariConfig settings = new HikariConfig(properties);
    settings.setPoolName("shard-" + shard.id());
    // The pool comes up empty where the shard is down, and fills when it is back.
    settings.setInitializationFailTimeout(-1);
    if (settings.getExceptionOverrideClassName() == null) {
      settings.setExceptionOverride(new StillUsable());
    }
    if (config.guard() == GuardMode.OFF) {
      String callers = settings.getConnectionInitSql();
      settings.setConnectionInitSql(
          callers == null ? UNGUARDED_MARK : callers + ";" + UNGUARDED_MARK);
    }
    return settings;
  }

  /** The isolation level that a pool's connections start with, as in {@link Connection}. */
  static int isolation(HikariConfig settings) {
    String name = settings.getTransactionIsolation();
    return name == null
        ? Connection.TRANSACTION_READ_COMMITTED
        : LEVELS.getOrDefault(name, Connection.TRANSACTION_READ_COMMITTED);
  }
}
