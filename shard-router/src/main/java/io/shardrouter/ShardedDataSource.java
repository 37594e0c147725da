package io.shardrouter;

import io.shardrouter.internal.exec.HealthCheck;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.Router;
import io.shardrouter.internal.exec.Scatter;
import io.shardrouter.internal.exec.Shutdown;
import io.shardrouter.internal.exec.Startup;
import io.shardrouter.internal.jdbc.GatheredRows;
import io.shardrouter.internal.jdbc.GivenValues;
import io.shardrouter.internal.jdbc.KeyBuilder;
import io.shardrouter.internal.jdbc.KeyedConnection;
import io.shardrouter.internal.jdbc.KeyedConnectionBuilder;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.PoolView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source over PostgreSQL shards. A connection belongs to a key and reaches the shard that
 * holds it; a key that is moved meanwhile is followed. Thread-safe.
 *
 * <pre>{@code
 * try (ShardedDataSource shards = ShardedDataSource.open(Path.of("shards.yaml"));
 *     Connection connection = shards.getConnection(ShardKey.of("user", "u1"))) {
 *   ...
 * }
 * }</pre>
 */
public final class ShardedDataSource implements DataSource, AutoCloseable {
  private final Router router;
  private volatile boolean closed;

  private ShardedDataSource(Router router) {
    this.router = router;
  }

  /**
   * Opens the shards of {@code config}. Shards that are down are served when they are back.
   *
   * @throws RefusedException {@code SR007} where a shard is not installed as configured
   * @throws ShardUnavailableException {@code 08001} where no shard can be reached at all
   */
  public static ShardedDataSource open(ShardRouterConfig config) throws SQLException {
    return new ShardedDataSource(Startup.open(config));
  }

  /**
   * As {@link #open(ShardRouterConfig)}, with the configuration in a YAML file.
   *
   * @throws ConfigurationException where the file is wrong
   */
  public static ShardedDataSource open(Path yaml) throws SQLException {
    return open(ShardRouterConfig.load(yaml));
  }

  /**
   * A connection to the shard that holds {@code key}; it belongs to the key until it is closed.
   * With {@code guard: off} it is the pool's own connection.
   *
   * @throws RefusedException {@code SR003} where the value is no key of the group
   * @throws ShardUnavailableException {@code 08001} where the shard gives no connection in time
   */
  public Connection getConnection(ShardKey key) throws SQLException {
    requireOpen();
    RoutedKey routed = router.route(key);
    return router.isGuarded()
        ? new KeyedConnection(KeyedSession.forCheckout(router, routed))
        : router.shards().get(router.holder(routed)).acquire();
  }

  /**
   * A connection that takes its key for each transaction: the one set by {@link
   * Connection#setShardingKey}, else the one bound by {@link ShardScope}. It is what a pool around
   * this data source holds; it occupies a shard's connection only during a transaction.
   */
  @Override
  public Connection getConnection() throws SQLException {
    requireOpen();
    return new KeyedConnection(KeyedSession.forTransactions(router));
  }

  /** As {@link #getConnection()}; {@code whenClosed} runs once, when the connection is closed. */
  Connection getConnection(Runnable whenClosed) throws SQLException {
    requireOpen();
    return new KeyedConnection(KeyedSession.forTransactions(router, whenClosed));
  }

  /** Refused: each shard's user is configured. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new RefusedException(
        SqlState.REFUSED, "users are configured for each shard; use getConnection()");
  }

  /** Builds connections for a sharding key; see {@link #getConnection(ShardKey)}. */
  @Override
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    requireOpen();
    return new KeyedConnectionBuilder(this);
  }

  /** Builds keys from sub-keys: the group's name and the value, or the value alone. */
  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() {
    return new KeyBuilder();
  }

  /**
   * Where {@code key} belongs.
   *
   * @throws RefusedException {@code SR003} where the value is no key of the group
   */
  public KeyRoute route(ShardKey key) throws SQLException {
    RoutedKey routed = router.route(key);
    return new KeyRoute(routed.group(), routed.slot(), router.holder(routed));
  }

  /**
   * How a statement would be run on a connection without a key, as far as this router knows now.
   * Nothing is run.
   *
   * @param parameters one for each question mark; where those that are keys are left out, the
   *     shards are not told
   */
  public Explanation explain(String sql, @Nullable Object... parameters) throws SQLException {
    requireOpen();
    return router.explain(sql, new GivenValues(parameters));
  }

  /**
   * Reads anew what the shards' catalog tells of tables, columns and functions: to be called after
   * DDL, which is run on each shard through {@link #shardDataSource}. Only a table that was not
   * known before is found without it.
   *
   * @throws ShardUnavailableException {@code 08001} where no shard answers
   */
  public void refreshCatalog() throws SQLException {
    requireOpen();
    router.refreshCatalog();
  }

  /** As {@link #scatter(ScatterQuery)}, on all shards and as configured. */
  public ScatterResult scatter(String sql, @Nullable Object... parameters) throws SQLException {
    return scatter(ScatterQuery.of(sql, parameters));
  }

  /**
   * Runs one reading statement on several shards at once and gives all their rows. Each shard
   * answers from one snapshot, and the snapshots fit together: a key that moves meanwhile is in the
   * answer exactly once. What the statement computes (a count, an order, a limit) it computes on
   * each shard by itself.
   *
   * @throws RefusedException {@code SR004} where the text is not one simple reading statement;
   *     {@code SR007} where a named shard, or one that rows were moved to, is not configured
   * @throws ScatterException {@code SR008} where a shard fails, is down or busy, the time runs out,
   *     or the thread is interrupted (its flag stays set); {@code 40001} where moves did not settle
   */
  public ScatterResult scatter(ScatterQuery query) throws SQLException {
    requireOpen();
    return new GatheredRows(Scatter.start(router, query));
  }

  /**
   * The plain pool of one shard, without guards, for tools that must see each server by itself:
   * schema migrations, health checks.
   *
   * @throws RefusedException {@code SR007} where there is no such shard
   */
  public DataSource shardDataSource(int id) throws SQLException {
    requireOpen();
    return new PoolView(router.shards().get(id));
  }

  /** Which shards answer, asked now, each for at most {@code limit}. */
  public ClusterHealth health(Duration limit) {
    return HealthCheck.of(router.shards(), limit);
  }

  /** What this data source stands on; for the library's own modules. */
  Router router() {
    return router;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("this data source is closed", SqlState.CLOSED.code());
    }
  }

  /**
   * Gives no more connections, waits up to {@code shutdownTimeout} (default 30 s) for those in use,
   * then cancels what they run and closes the pools.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Shutdown.of(router);
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  /** Ignored: SLF4J is where logs go. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  /** Refused: {@code pool.connectionTimeout} says how long to wait. */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new RefusedException(
        SqlState.REFUSED, "set connectionTimeout in the configuration's pool settings instead");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.shardrouter");
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    throw new SQLException("not a wrapper for " + iface.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
