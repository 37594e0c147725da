package io.shardrouter.internal.shards;

import io.shardrouter.ShardConfig;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

/**
 * Where a shard's pool takes its physical connections: each with the password as it is then. They
 * are known here, because only the driver can cancel what a server runs: closing a socket does not.
 * Thread-safe.
 */
final class PhysicalConnections implements DataSource {
  /** Asked itself: DriverManager would load every driver of the service to find it. */
  private static final Driver DRIVER = new Driver();

  private final ShardConfig shard;
  private final Set<PgConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Connection> first = new AtomicReference<>();
  private volatile int loginTimeout;

  PhysicalConnections(ShardConfig shard) {
    this.shard = shard;
  }

  /** For the pool. */
  @Override
  public Connection getConnection() throws SQLException {
    Connection kept = first.getAndSet(null);
    Connection connection = kept == null ? connect(loginTimeout, new Properties()) : kept;
    open.removeIf(PhysicalConnections::isClosed);
    open.add(connection.unwrap(PgConnection.class));
    return connection;
  }

  /** A connection like the pool's, which does not have it. */
  Connection connectForPool() throws SQLException {
    return connect(0, new Properties());
  }

  /** Keeps {@code connection}, which nobody uses any more, for the pool's next. */
  void keep(Connection connection) {
    first.set(connection);
  }

  /** Closes what is kept. */
  void closeKept() throws SQLException {
    Connection kept = first.getAndSet(null);
    if (kept != null) {
      kept.close();
    }
  }

  private static boolean isClosed(PgConnection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /**
   * A connection apart from the pool, whose failures show no rows: what the server says in detail
   * is left out of their messages.
   *
   * @param timeout seconds; 0: what the URL says, or no limit
   */
  Connection connect(int timeout) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("logServerErrorDetail", "false");
    return connect(timeout, settings);
  }

  private Connection connect(int timeout, Properties login) throws SQLException {
    login.setProperty("user", shard.username());
    login.setProperty("password", shard.password().password());
    if (timeout > 0) {
      login.setProperty("loginTimeout", Integer.toString(timeout));
    }
    Connection connection = DRIVER.connect(shard.url(), login);
    if (connection == null) {
      // The configuration has been checked for that.
      throw new SQLException("not a URL of PostgreSQL: " + shard.displayUrl(), "08001");
    }
    return connection;
  }

  /** The pool's connections as they are now; whatever they run can be cancelled. */
  List<PGConnection> open() {
    open.removeIf(PhysicalConnections::isClosed);
    return List.copyOf(open);
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLException("the shard's user is configured", "28000");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // SLF4J is where logs go.
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.shardrouter");
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    throw new SQLException("not a wrapper for " + iface.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return false;
  }

  /** HikariCP logs it. */
  @Override
  public String toString() {
    return shard.displayUrl();
  }
}
