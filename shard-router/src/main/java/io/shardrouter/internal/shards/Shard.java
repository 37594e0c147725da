package io.shardrouter.internal.shards;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.shardrouter.InstallMode;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One shard and its pool. Thread-safe. A shard that was never reached is checked at the first
 * connection that it gives, so that a router may start while it is down.
 */
public final class Shard implements AutoCloseable {
  private final int id;
  private final String displayUrl;
  private final PhysicalConnections physical;
  private final HikariConfig settings;
  private final int isolation;
  private final ShardCheck check;
  private final boolean keepsFirst;
  private final ReentrantLock checking = new ReentrantLock();
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable HikariDataSource pool;
  private volatile boolean checked;
  private boolean closed;

  Shard(ShardConfig shard, ShardRouterConfig config, ShardCheck check) {
    this.id = shard.id();
    this.displayUrl = shard.displayUrl();
    this.check = check;
    this.physical = new PhysicalConnections(shard);
    this.settings = PoolSettings.of(shard, config);
    settings.setDataSource(physical);
    settings.validate();
    // What installs leaves its server process slower for good; and a pool that does not fill by
    // itself would be given a connection of whatever age.
    this.keepsFirst = config.install() == InstallMode.NEVER && settings.getMinimumIdle() > 0;
    this.isolation = PoolSettings.isolation(settings);
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

  /** The pool itself; from {@link #openPool} on. */
  public HikariDataSource pool() {
    HikariDataSource opened = pool;
    if (opened == null) {
      throw new IllegalStateException("the pool of shard " + id + " has not been opened");
    }
    return opened;
  }

  /** How the pool is set, whether it is open or not; not to be changed. */
  public HikariConfig settings() {
    return settings;
  }

  /** Opens the pool, unless this shard is closed: from now on it fills. */
  void openPool() {
    opening.lock();
    try {
      if (!closed && pool == null) {
        pool = new HikariDataSource(settings);
      }
    } finally {
      opening.unlock();
    }
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
      connection = pool().getConnection();
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
    return reach(() -> physical.connect(timeout));
  }

  /** A way to connect. */
  @FunctionalInterface
  private interface Way {
    Connection connect() throws SQLException;
  }

  private Connection reach(Way way) throws SQLException {
    try {
      return way.connect();
    } catch (SQLException e) {
      throw new ShardUnavailableException(
          SqlState.UNREACHABLE,
          id,
          "shard %d (%s): %s".formatted(id, displayUrl, e.getMessage()),
          e);
    }
  }

  /**
   * As {@link #probe}, and opens the pool then, whose first connection is the one that was used,
   * unless that may have installed something or the pool does not fill by itself.
   *
   * @throws ShardUnavailableException {@code 08001} where the shard is down; the pool is open
   * @throws RefusedException where it must not be used
   */
  public void open() throws SQLException {
    try {
      Connection connection = reach(physical::connectForPool);
      checkOnce(connection);
      if (keepsFirst) {
        keep(connection);
      } else {
        connection.close();
      }
    } finally {
      openPool();
    }
  }

  /** For the pool, which is not open yet. */
  private void keep(Connection connection) throws SQLException {
    opening.lock();
    try {
      if (closed) {
        connection.close();
      } else {
        physical.keep(connection);
      }
    } finally {
      opening.unlock();
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
    String state = pool().isClosed() ? "the pool is closed" : poolState();
    return new ShardUnavailableException(
        SqlState.UNREACHABLE,
        id,
        "shard %d (%s) gave no connection: %s; %s".formatted(id, displayUrl, state, rootMessage(e)),
        e);
  }

  private String poolState() {
    HikariPoolMXBean bean = pool().getHikariPoolMXBean();
    return bean == null
        ? "the pool has not started"
        : "pool of %d: %d active, %d idle, %d waiting, limit %d ms"
            .formatted(
                settings.getMaximumPoolSize(),
                bean.getActiveConnections(),
                bean.getIdleConnections(),
                bean.getThreadsAwaitingConnection(),
                settings.getConnectionTimeout());
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
    pool().evictConnection(connection);
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
    HikariDataSource opened = pool;
    HikariPoolMXBean bean = opened == null ? null : opened.getHikariPoolMXBean();
    return bean == null || opened == null || opened.isClosed() ? 0 : bean.getActiveConnections();
  }

  /** The pool's physical connections, in use or idle; what they run can be cancelled. */
  public List<PGConnection> connections() {
    return physical.open();
  }

  /** Closes the pool; connections still in use are broken off. */
  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      HikariDataSource opened = pool;
      if (opened != null) {
        opened.close();
      }
      physical.closeKept();
    } catch (SQLException e) {
      // Its server is gone, and it with it.
    } finally {
      opening.unlock();
    }
  }
}
