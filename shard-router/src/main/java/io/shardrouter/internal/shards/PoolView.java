package io.shardrouter.internal.shards;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One shard's pool as a plain data source, which cannot close it. Thread-safe. */
public final class PoolView implements DataSource {
  private final Shard shard;

  public PoolView(Shard shard) {
    this.shard = shard;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return shard.pool().getConnection();
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLException("the shard's user is configured; use getConnection()", "28000");
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
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLException("set connectionTimeout in the shard's pool settings instead", "22023");
  }

  @Override
  public int getLoginTimeout() {
    return Math.toIntExact(shard.pool().getConnectionTimeout() / 1000);
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
