package io.shardrouter.migrator.internal.cli;

import io.shardrouter.internal.guard.InstalledSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a shard that answers tells of itself.
 *
 * @param serverVersion PostgreSQL's version
 * @param connections client connections of the whole server now
 * @param maxConnections the server's limit for them
 * @param schema what is installed; empty where nothing is, or nothing that can be read
 * @param placedSlots slots whose placement this shard knows
 * @param placedKeys single keys whose placement this shard knows
 * @param tables the sizes of the configured tables that exist, in the configuration's order
 * @param differences where the shard is not as configured; a line each, empty where it is
 */
record ShardStatus(
    String serverVersion,
    int connections,
    int maxConnections,
    Optional<InstalledSchema> schema,
    long placedSlots,
    long placedKeys,
    List<TableSize> tables,
    List<String> differences) {

  /**
   * A table's size on one shard, partitions included.
   *
   * @param table as a person would write it
   * @param rows estimated or counted; empty where the table was never analyzed
   * @param bytes with indexes and out-of-line values
   */
  record TableSize(String table, OptionalLong rows, long bytes) {}
}
