package io.shardrouter.benchmarks.scaling;

import io.shardrouter.GroupConfig;
import io.shardrouter.InstallMode;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Four databases whose shards say of more and more keys that they have moved. */
final class PlacedKeys implements AutoCloseable {
  static final String GROUP = "user";

  private static final int SHARDS = 4;

  /** What a move leaves: the giver and the taker both know the taker. */
  private static final String PLACE =
      """
      insert into shard_router.placement (group_name, kind, slot, key, shard, epoch)
      select '%1$s', 'key', slot, key, (slot + 1) %% %2$d, 1
        from (select key, ('x' || substr(md5(key), 1, 8))::bit(32)::bigint %% %3$d as slot
                from (select 'user-' || lpad(number::text, 7, '0') as key
                        from generate_series(%4$d, %5$d) number) keys) slots
       where %6$d in (slot %% %2$d, (slot + 1) %% %2$d)
      """;

  private final EmbeddedShards databases = EmbeddedShards.databases(SHARDS);
  private int placed;

  PlacedKeys() throws SQLException {
    databases.executeOnAll("create table users (id text primary key)");
    ShardedDataSource.open(config(access(), InstallMode.AUTO)).close();
  }

  /** The key {@code number}; the first of them are those that moved. */
  static String id(int number) {
    return String.format(Locale.ROOT, "user-%07d", number);
  }

  /**
   * How to reach the databases.
   *
   * @param urls of the shards, by their ids
   */
  record Access(List<String> urls, String username, String password) {
    Access {
      urls = List.copyOf(urls);
    }
  }

  Access access() {
    return new Access(
        IntStream.range(0, SHARDS).mapToObj(databases::url).toList(),
        databases.username(),
        databases.password());
  }

  static ShardRouterConfig config(Access access, InstallMode install) {
    List<Integer> layout = IntStream.range(0, access.urls().size()).boxed().toList();
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id : layout) {
      builder.shard(
          ShardConfig.of(
              id,
              access.urls().get(id),
              access.username(),
              PasswordSource.fixed(access.password())));
    }
    return builder
        .group(GroupConfig.builder(GROUP).layout(layout).table("users", "id").build())
        .install(install)
        .pool(Map.of("maximumPoolSize", "1"))
        .build();
  }

  /** Has so many keys moved, in all. */
  void grow(int count) throws SQLException {
    int slots = SHARDS * GroupConfig.SLOTS_PER_ENTRY;
    for (int shard = 0; shard < SHARDS; shard++) {
      databases.execute(
          shard,
          PLACE.formatted(GROUP, SHARDS, slots, placed, count - 1, shard),
          "vacuum analyze shard_router.placement");
    }
    placed = count;
  }

  /** The server's version, as it tells it. */
  String version() throws SQLException {
    try (Connection connection = databases.connect(0)) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() {
    databases.close();
  }
}
