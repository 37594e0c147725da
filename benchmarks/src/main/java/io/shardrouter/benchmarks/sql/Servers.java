package io.shardrouter.benchmarks.sql;

import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The same rows twice on one server: in databases that a router with its guard off uses, and in
 * databases of one with its guard on; because how they are installed differs. And a database whose
 * tables are those of the former.
 */
final class Servers implements AutoCloseable {
  private final Map<GuardMode, EmbeddedShards> shards = new EnumMap<>(GuardMode.class);
  private final EmbeddedShards coordinator = EmbeddedShards.databases(1);
  private final Optional<CountingProxy> proxy;
  private final int pool;

  /**
   * @param count how many shards
   * @param pool how many connections to each of them
   */
  Servers(int count, int pool, Network network, Data data) throws SQLException {
    this.pool = pool;
    for (GuardMode guard : GuardMode.values()) {
      EmbeddedShards databases = EmbeddedShards.databases(count);
      shards.put(guard, databases);
      data.fill(databases);
      Access direct = access(databases, url -> url);
      ShardedDataSource.open(direct.config(guard, InstallMode.AUTO)).close();
    }
    this.proxy =
        network.delay().isZero()
            ? Optional.empty()
            : Optional.of(CountingProxy.to(coordinator.url(0)));
    // Its way to the shards is as long as everybody's.
    ForeignTables.create(coordinator, access(shards.get(GuardMode.OFF), this::route));
    proxy.ifPresent(one -> one.delay(network.delay()));
  }

  /** How {@code way} reaches the rows. */
  Access access(Way way) {
    return access(way == Way.POSTGRES_FDW ? coordinator : shards.get(way.guard()), this::route);
  }

  private String route(String url) {
    return proxy.map(through -> through.url(url)).orElse(url);
  }

  private Access access(EmbeddedShards databases, UnaryOperator<String> route) {
    List<String> urls =
        IntStream.range(0, databases.count()).mapToObj(databases::url).map(route).toList();
    return new Access(urls, databases.username(), databases.password(), pool);
  }

  /** The server's version, as it tells it. */
  String version() throws SQLException {
    try (Connection connection = shards.get(GuardMode.ON).connect(0)) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() {
    proxy.ifPresent(CountingProxy::close);
    coordinator.close();
    shards.values().forEach(EmbeddedShards::close);
  }
}
