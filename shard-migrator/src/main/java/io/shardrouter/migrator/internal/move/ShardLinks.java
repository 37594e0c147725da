package io.shardrouter.migrator.internal.move;

import com.google.common.collect.ImmutableSortedMap;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import io.shardrouter.migrator.internal.catalog.TextForm;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;

/**
 * The migrator's connections to all shards, as the migrator's role where one is configured.
 * Thread-safe.
 */
public final class ShardLinks implements AutoCloseable {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ImmutableSortedMap<Integer, HikariDataSource> pools;

  /**
   * @param perShard connections to one shard, at most
   */
  public ShardLinks(ShardRouterConfig config, int perShard) {
    this.pools =
        config.shards().stream()
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    Comparator.naturalOrder(), ShardConfig::id, shard -> pool(shard, perShard)));
  }

  private static HikariDataSource pool(ShardConfig shard, int perShard) {
    io.shardrouter.Credentials role =
        shard
            .migrator()
            .orElseGet(() -> new io.shardrouter.Credentials(shard.username(), shard.password()));
    HikariConfig settings = new HikariConfig();
    settings.setPoolName("shard-migrator-" + shard.id());
    settings.setJdbcUrl(shard.url());
    settings.setCredentialsProvider(
        () -> Credentials.of(role.username(), role.password().password()));
    settings.addDataSourceProperty("ApplicationName", "shard-migrator");
    // The detail of a server's error shows rows, and messages go to logs.
    settings.addDataSourceProperty("logServerErrorDetail", "false");
    settings.setConnectionInitSql(TextForm.SETTINGS);
    // Whatever the role's default: a snapshot older than the fence would miss rows.
    settings.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    settings.setMaximumPoolSize(perShard);
    settings.setMinimumIdle(0);
    settings.setIdleTimeout(IDLE.toMillis());
    settings.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    // A shard may be down until it is needed.
    settings.setInitializationFailTimeout(-1);
    return new HikariDataSource(settings);
  }

  /** The shards' ids, in order. */
  public Set<Integer> ids() {
    return pools.keySet();
  }

  /**
   * Takes a connection to the shard {@code id}; to be closed.
   *
   * @throws RefusedException {@code SR007} where it is not configured
   * @throws SQLException {@code 08001} where it is down
   */
  public ShardLink to(int id) throws SQLException {
    HikariDataSource pool = pools.get(id);
    if (pool == null) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "shard %d is not among the configured shards %s: add it to the configuration"
              .formatted(id, pools.keySet()));
    }
    return ShardLink.open(id, pool);
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}
