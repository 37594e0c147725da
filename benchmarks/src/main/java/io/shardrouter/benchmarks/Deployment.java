package io.shardrouter.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.strategy.Md5Strategy;
import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Four databases on one server with the users in them, and the paths to them. All paths have pools
 * of the same settings and the same network.
 */
final class Deployment implements AutoCloseable {
  static final String GROUP = "user";
  static final int USERS = 10_000;

  private static final int SHARDS = 4;
  private static final List<Integer> LAYOUT = IntStream.range(0, SHARDS).boxed().toList();
  private static final Map<String, String> POOL = Map.of("maximumPoolSize", "2");

  private final EmbeddedShards shards = EmbeddedShards.databases(SHARDS);
  private final Optional<CountingProxy> proxy;
  private final ShardRouterConfig config;
  private final int users;

  /**
   * @param guard what the shards are installed with
   * @param users how many there are
   */
  Deployment(GuardMode guard, Network network, int users) throws SQLException {
    this.users = users;
    this.proxy =
        network.delay().isZero() ? Optional.empty() : Optional.of(CountingProxy.to(shards.url(0)));
    proxy.ifPresent(p -> p.delay(network.delay()));
    this.config = config(guard);
    Users.create(shards, users);
  }

  private ShardRouterConfig config(GuardMode guard) {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id : LAYOUT) {
      builder.shard(ShardConfig.of(id, url(id), shards.username(), shards::password));
    }
    return builder
        .group(GroupConfig.builder(GROUP).layout(LAYOUT).table("users", "id").build())
        .guard(guard)
        .install(InstallMode.AUTO)
        .pool(POOL)
        .build();
  }

  private String url(int shard) {
    String direct = shards.url(shard);
    return proxy.map(p -> p.url(direct)).orElse(direct);
  }

  ShardRouterConfig config() {
    return config;
  }

  /** Tells every shard that the keys {@code ids} are held by the shard {@code holder}. */
  void place(List<String> ids, int holder) throws SQLException {
    int slots = config.groups().get(GROUP).slots();
    Md5Strategy strategy = new Md5Strategy();
    String rows =
        ids.stream()
            .map(
                id ->
                    "('%s', 'key', %d, '%s', %d, 1)"
                        .formatted(GROUP, strategy.slot(id, slots), id, holder))
            .collect(Collectors.joining(", "));
    shards.executeOnAll(
        "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch) values "
            + rows);
  }

  /**
   * Opens {@code path}; its first use of the router installs the shard-side schema.
   *
   * @throws IllegalArgumentException where the deployment has the other guard mode
   */
  PointSelect open(Path path) throws SQLException {
    return switch (path) {
      case PLAIN -> new PlainSelect(pools());
      case GUARD_OFF -> routed(GuardMode.OFF);
      case GUARD_ON -> routed(GuardMode.ON);
      case SAME_TEXT -> {
        routed(GuardMode.ON).close();
        yield new SameTextSelect(pools(), users, config);
      }
    };
  }

  private PointSelect routed(GuardMode guard) throws SQLException {
    if (config.guard() != guard) {
      throw new IllegalArgumentException("installed with guard " + config.guard());
    }
    return new RoutedSelect(config);
  }

  private List<HikariDataSource> pools() {
    return LAYOUT.stream().map(this::pool).toList();
  }

  private HikariDataSource pool(int shard) {
    Properties properties = new Properties();
    properties.putAll(POOL);
    HikariConfig settings = new HikariConfig(properties);
    settings.setPoolName("plain-" + shard);
    settings.setJdbcUrl(url(shard));
    settings.setUsername(shards.username());
    settings.setPassword(shards.password());
    return new HikariDataSource(settings);
  }

  /** The server's version, as it tells it. */
  String serverVersion() throws SQLException {
    try (Connection connection = shards.connect(0)) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() {
    proxy.ifPresent(CountingProxy::close);
    shards.close();
  }
}
