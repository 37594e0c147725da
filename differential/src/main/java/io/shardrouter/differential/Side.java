package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.shardrouter.GroupConfig;
import io.shardrouter.InstallMode;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One of the two that are compared: a data source, and the databases behind it.
 *
 * @param router where there is one
 */
record Side(
    String name,
    DataSource source,
    ImmutableList<Database> databases,
    Optional<ShardedDataSource> router,
    ShardRouterConfig config,
    Runnable shards)
    implements AutoCloseable {

  private static final String POOL = "4";

  /** Where keys are. */
  interface Placement {
    int holder(ShardKey key) throws SQLException;
  }

  /** Opens a data source over the shards of a configuration. */
  interface Opening {
    DataSource open(ShardRouterConfig config) throws SQLException;
  }

  /** One PostgreSQL with all rows; {@code hints} are settings of the planner, say. */
  static Side plain(Collating collating, ImmutableListMultimap<String, Row> rows, String... hints)
      throws SQLException, IOException {
    EmbeddedShards shards = EmbeddedShards.databases(1, collating.options());
    ImmutableList<Database> databases = databases(shards);
    for (String hint : hints) {
      databases.get(0).execute("alter database " + nameOf(shards.url(0)) + " set " + hint);
    }
    for (Table table : Table.ALL) {
      databases.get(0).load(table, rows.get(table.name()));
    }
    databases.get(0).execute("analyze");
    PGSimpleDataSource plain = driver(shards);
    plain.setMaxResultBuffer("16M");
    String name = "plain PostgreSQL, " + collating;
    return new Side(
        name, plain, databases, Optional.empty(), config(shards).build(), shards::close);
  }

  /** The router over {@code count} shards, with the rows where it looks for them. */
  static Side sharded(int count, Collating collating, ImmutableListMultimap<String, Row> rows)
      throws SQLException, IOException {
    EmbeddedShards shards = EmbeddedShards.databases(count, collating.options());
    ImmutableList<Database> databases = databases(shards);
    ShardRouterConfig config = config(shards).build();
    ShardedDataSource router = ShardedDataSource.open(config);
    for (Table table : Table.ALL) {
      for (int shard = 0; shard < count; shard++) {
        databases.get(shard).load(table, ofShard(router, table, rows.get(table.name()), shard));
      }
    }
    for (Database database : databases) {
      database.execute("analyze");
    }
    return new Side(
        count + " shards, " + collating,
        router,
        databases,
        Optional.of(router),
        config,
        () -> {
          router.close();
          shards.close();
        });
  }

  /** Another data source over this side's databases, from which the router has gone. */
  Side without(Opening opening) throws SQLException, IOException {
    router.orElseThrow().close();
    for (Database database : databases) {
      database.execute("drop schema shard_router cascade");
    }
    return new Side(name, opening.open(config), databases, Optional.empty(), config, shards);
  }

  /**
   * One more database in front of this side's, from which the router has gone. What has no key is
   * in that one alone; the shards' rows of such tables serve their own foreign keys.
   */
  Side behind(
      Replay.Coordinator coordinator, Collating collating, ImmutableListMultimap<String, Row> rows)
      throws SQLException, IOException {
    EmbeddedShards front = EmbeddedShards.databases(1, collating.options());
    Database local = databases(front).get(0).holding(Table.keyed(false));
    for (Table table : Table.keyed(false)) {
      local.load(table, rows.get(table.name()));
    }
    Opening opening =
        shards -> {
          coordinator.create(front, shards);
          return driver(front);
        };
    Side opened = without(opening);
    local.execute("analyze");
    ImmutableList.Builder<Database> all = ImmutableList.<Database>builder().add(local);
    databases.forEach(database -> all.add(database.holding(Table.keyed(true))));
    return new Side(
        name,
        opened.source,
        all.build(),
        Optional.empty(),
        config,
        () -> {
          front.close();
          shards.run();
        });
  }

  /** The driver itself: a pool would throw connections away on some SQLSTATEs, in its words. */
  private static PGSimpleDataSource driver(EmbeddedShards shards) {
    PGSimpleDataSource driver = new PGSimpleDataSource();
    driver.setURL(url(shards, 0));
    driver.setUser(shards.username());
    driver.setPassword(shards.password());
    return driver;
  }

  private static ImmutableList<Database> databases(EmbeddedShards shards)
      throws SQLException, IOException {
    ImmutableList.Builder<Database> databases = ImmutableList.builder();
    for (int shard = 0; shard < shards.count(); shard++) {
      Database database = new Database(shards, shard);
      database.execute(Database.resource("schema.sql"));
      databases.add(database);
    }
    return databases.build();
  }

  private static List<Row> ofShard(
      ShardedDataSource router, Table table, Collection<Row> rows, int shard) throws SQLException {
    ImmutableList.Builder<Row> its = ImmutableList.builder();
    for (Row row : rows) {
      int home =
          table.placing() instanceof Table.Placing.Keyed keyed
              ? router.route(ShardKey.of(keyed.group(), row.key())).shard()
              : 0;
      if (home == shard || table.placing() instanceof Table.Placing.Everywhere) {
        its.add(row);
      }
    }
    return its.build();
  }

  /**
   * Values as text: how the driver writes what came in binary depends on how often it has asked.
   */
  private static String url(EmbeddedShards shards, int database) {
    String url = shards.url(database);
    return url + (url.contains("?") ? "&" : "?") + "binaryTransfer=false";
  }

  private static ShardRouterConfigBuilder config(EmbeddedShards shards) {
    List<Integer> layout = IntStream.range(0, shards.count()).boxed().toList();
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id : layout) {
      builder.shard(
          ShardConfig.of(
              id, url(shards, id), shards.username(), PasswordSource.fixed(shards.password())));
    }
    for (String name : List.of("user", "account", "device", "day")) {
      builder.group(group(name, layout));
    }
    return builder
        .referenceTable("countries")
        .referenceTable("plans")
        .defaultShard(0)
        .install(InstallMode.AUTO)
        .pool(Map.of("maximumPoolSize", POOL, "minimumIdle", "0", "connectionTimeout", "10000"));
  }

  private static GroupConfig group(String name, List<Integer> layout) {
    GroupConfig.Builder group = GroupConfig.builder(name).layout(layout);
    if (name.equals("day")) {
      group.strategy("month");
    }
    for (Table table : Table.ALL) {
      if (table.placing() instanceof Table.Placing.Keyed keyed && keyed.group().equals(name)) {
        group.table(table.name(), keyed.column());
      }
    }
    return group.build();
  }

  private static String nameOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The rows of {@code plain} are to be where {@code now} says. */
  void expect(Side plain, Placement now) throws SQLException {
    for (Table table : Table.ALL) {
      if (table.placing() instanceof Table.Placing.Keyed keyed) {
        ImmutableListMultimap.Builder<Integer, String> lines = ImmutableListMultimap.builder();
        for (String line : plain.databases.get(0).loaded(table)) {
          lines.put(now.holder(ShardKey.of(keyed.group(), Row.keyOf(line))), line);
        }
        for (int shard = 0; shard < databases.size(); shard++) {
          databases.get(shard).expect(table, lines.build().get(shard));
        }
      }
    }
  }

  /** Where the router looks for a key; it must be one. */
  int holder(ShardKey key) throws SQLException {
    return router.orElseThrow().route(key).shard();
  }

  /** Brings back the rows that were loaded. */
  void reset() throws SQLException, IOException {
    for (Database database : databases) {
      database.reset();
    }
  }

  @Override
  public void close() throws SQLException {
    for (Database database : databases) {
      database.close();
    }
    shards.run();
  }
}
