package io.shardrouter.internal.shards;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.shardrouter.GuardMode;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.ShardLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One shard and its pool. Thread-safe. A shard that was never reached is checked at the first
 * connection that it gives, so that a router may start while it is down.
 */
public final class Shard implements AutoCloseable {
  /** Held by every connection of a pool without guards; a move refuses while one is there. */
  private static final String UNGUARDED_MARK = ShardLock.UNGUARDED.sharedBySession();

  private final int id;
  private final String displayUrl;
  private final PhysicalConnections physical;
  private final HikariDataSource pool;
  private final int isolation;
  private final ShardCheck check;
  private final ReentrantLock checking = new ReentrantLock();
  private volatile boolean checked;

  Shard(ShardConfig shard, ShardRouterConfig config, ShardCheck check) {
    this.id = shard.id();
    this.displayUrl = shard.displayUrl();
    this.check = check;
    this.physical = new PhysicalConnections(shard);
    HikariConfig settings = settings(shard, config);
    settings.setDataSource(physical);
    this.isolation = Isolation.named(settings.getTransactionIsolation());
    this.pool = new HikariDataSource(settings);
  }

  private static HikariConfig settings(ShardConfig shard, ShardRouterConfig config) {
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

  /** The shard's id. */
  public int id() {
    return id;
  }

  /** The URL without anything secret in it. */
  public String displayUrl() {
    return displayUrl;
  }

  /** The isolation level that the pool's connections start with, as in {@link Connection}. */
  public int isolation() {
    return isolation;
  }

  /** The pool itself. */
  public HikariDataSource pool() {
    return pool;
  }

  /**
   * Takes a connection.
   *
   * @throws ShardUnavailableException {@code 08001} where the pool has none to give in time
   * @throws RefusedException where the shard was reached for the first time and its check failed
   */
  public Connection acquire() throws SQLException {
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (SQLException e) {
      throw unavailable(e);
    }
    if (!checked) {
      checkOnce(connection);
    }
    return connection;
  }

  /**
   * Looks at the shard by a connection of its own, without waiting for the pool.
   *
   * @throws ShardUnavailableException {@code 08001} where the shard is down
   * @throws RefusedException where it must not be used
   */
  public void probe() throws SQLException {
    try (Connection connection = connect(0)) {
      checkOnce(connection);
    }
  }

  /**
   * Whether the server answers a connection of its own, apart from the pool, within {@code limit}.
   *
   * @throws SQLException where it does not
   */
  public void ping(Duration limit) throws SQLException {
    connect(limit).close();
  }

  /**
   * A connection of the caller's own, apart from the pool.
   *
   * @param limit how long to try; whole seconds matter
   * @throws ShardUnavailableException {@code 08001} where the shard is down
   */
  public Connection connect(Duration limit) throws SQLException {
    return connect((int) Math.max(1, limit.toSeconds()));
  }

  private Connection connect(int timeout) throws SQLException {
    try {
      return physical.connect(timeout);
    } catch (SQLException e) {
      throw new ShardUnavailableException(
          SqlState.UNREACHABLE,
          id,
          "shard %d (%s): %s".formatted(id, displayUrl, e.getMessage()),
          e);
    }
  }

  private void checkOnce(Connection connection) throws SQLException {
    checking.lock();
    try {
      if (!checked) {
        check.check(id, connection);
        checked = true;
      }
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection, e);
      throw e;
    } finally {
      checking.unlock();
    }
  }

  private static void closeQuietly(Connection connection, Exception primary) {
    try {
      connection.close();
    } catch (SQLException e) {
      primary.addSuppressed(e);
    }
  }

  private ShardUnavailableException unavailable(SQLException e) {
    String state = pool.isClosed() ? "the pool is closed" : poolState();
    return new ShardUnavailableException(
        SqlState.UNREACHABLE,
        id,
        "shard %d (%s) gave no connection: %s; %s".formatted(id, displayUrl, state, rootMessage(e)),
        e);
  }

  private String poolState() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null
        ? "the pool has not started"
        : "pool of %d: %d active, %d idle, %d waiting, limit %d ms"
            .formatted(
                pool.getMaximumPoolSize(),
                bean.getActiveConnections(),
                bean.getIdleConnections(),
                bean.getThreadsAwaitingConnection(),
                pool.getConnectionTimeout());
  }

  private static @Nullable String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  /** Closes {@code connection} for good, because of the state it is in; nobody gets it again. */
  public void discard(Connection connection) {
    pool.evictConnection(connection);
    try {
      // Ends the pool's watch for leaks, which evicting does not.
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // HikariCP 7 resets what the borrower set on it before it sees that it is gone.
    }
  }

  /** Whether this router has reached the shard and found it fit. */
  public boolean isChecked() {
    return checked;
  }

  /** Connections in use now. */
  public int active() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null || pool.isClosed() ? 0 : bean.getActiveConnections();
  }

  /** The pool's physical connections, in use or idle; what they run can be cancelled. */
  public List<PGConnection> connections() {
    return physical.open();
  }

  /** Closes the pool; connections still in use are broken off. */
  @Override
  public void close() {
    pool.close();
  }

  /** Names of isolation levels as HikariCP takes them. */
  private static final class Isolation {
    private static final Map<String, Integer> LEVELS =
        Map.of(
            "TRANSACTION_READ_UNCOMMITTED", Connection.TRANSACTION_READ_UNCOMMITTED,
            "TRANSACTION_READ_COMMITTED", Connection.TRANSACTION_READ_COMMITTED,
            "TRANSACTION_REPEATABLE_READ", Connection.TRANSACTION_REPEATABLE_READ,
            "TRANSACTION_SERIALIZABLE", Connection.TRANSACTION_SERIALIZABLE);

    static int named(@Nullable String name) {
      return name == null
          ? Connection.TRANSACTION_READ_COMMITTED
          : LEVELS.getOrDefault(name, Connection.TRANSACTION_READ_COMMITTED);
    }
  }
}
