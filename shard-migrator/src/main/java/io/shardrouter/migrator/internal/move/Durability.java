package io.shardrouter.migrator.internal.move;

import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once for each shard, where a failover could forget what a move has committed: then a key
 * would have two holders, or none. Thread-safe.
 */
final class Durability {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter.durability");

  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

  void lookAt(ShardLink shard) throws SQLException {
    if (seen.add(shard.shard())
        && Sql.holds(
            shard.connection(), "select current_setting('synchronous_standby_names') = ''")) {
      LOG.warn(
          "shard {} commits without a synchronous standby (synchronous_standby_names is empty): a"
              + " failover that loses commits would lose moves too",
          shard.shard());
    }
  }
}
