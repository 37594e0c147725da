package io.shardrouter;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The router for tools that know nothing but a JDBC URL: {@code
 * jdbc:shardrouter:/etc/app/shards.yaml} for a file, {@code jdbc:shardrouter:classpath:shards.yaml}
 * for a resource. It registers itself. Thread-safe.
 *
 * <p>A connection takes its key for each transaction, as that of {@link
 * ShardedDataSource#getConnection()} does. Connections of equal URLs share one data source, which
 * is closed when none of them has been open for a minute or two. Who can should use {@link
 * ShardedDataSource} itself, which is closed when told to.
 */
public final class ShardedDriver implements Driver {
  private static final String PREFIX = "jdbc:shardrouter:";
  private static final String CLASSPATH = "classpath:";
  private static final int IDLE_SECONDS = 60;
  private static final SharedDataSources SHARED =
      new SharedDataSources(
          ShardedDriver::open, CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS));

  static {
    try {
      DriverManager.registerDriver(new ShardedDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SharedDataSources sources;

  /** For {@link java.util.ServiceLoader}; all drivers of a class loader share their pools. */
  public ShardedDriver() {
    this(SHARED);
  }

  ShardedDriver(SharedDataSources sources) {
    this.sources = sources;
  }

  /**
   * Opens a connection.
   *
   * @param info must be empty: the configuration has everything
   * @return null where the URL is another driver's
   * @throws RefusedException {@code SR004} where {@code info} holds a property, such as user or
   *     password; {@code SR007} where the configuration is wrong or a shard disagrees with it
   * @throws ShardUnavailableException {@code 08001} where no shard can be reached at all
   */
  @Override
  public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    if (info != null && !info.isEmpty()) {
      throw refused(info);
    }
    return sources.connect(url);
  }

  private static RefusedException refused(Properties info) {
    boolean login = info.containsKey("user") || info.containsKey("password");
    return new RefusedException(
        SqlState.REFUSED,
        login
            ? "users and passwords are configured for each shard: connect without user and password"
            : "there are no properties of connections: put "
                + info.keySet()
                + " into the configuration, under pool or in the shards' URLs");
  }

  static ShardedDataSource open(String url) throws SQLException {
    return ShardedDataSource.open(configuration(url.substring(PREFIX.length())));
  }

  private static ShardRouterConfig configuration(String place) throws RefusedException {
    if (place.isEmpty() || place.contains("?")) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "a URL is jdbc:shardrouter:FILE or jdbc:shardrouter:classpath:RESOURCE, without parameters");
    }
    try {
      return place.startsWith(CLASSPATH)
          ? ShardRouterConfig.loadResource(place.substring(CLASSPATH.length()))
          : ShardRouterConfig.load(Path.of(place));
    } catch (ConfigurationException e) {
      throw new RefusedException(SqlState.MISCONFIGURED, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  /** None: the configuration has everything. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  /** False: statements across shards are not all of SQL. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.shardrouter");
  }
}
