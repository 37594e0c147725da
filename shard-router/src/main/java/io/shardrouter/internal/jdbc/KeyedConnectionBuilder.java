package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.SqlState;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKey;
import org.jspecify.annotations.Nullable;

/** Builds connections by JDBC's sharding API. */
public final class KeyedConnectionBuilder implements ConnectionBuilder {
  private final ShardedDataSource source;
  private @Nullable ShardingKey key;
  private @Nullable ShardingKey superKey;
  private boolean hasUser;

  public KeyedConnectionBuilder(ShardedDataSource source) {
    this.source = source;
  }

  @Override
  public ConnectionBuilder user(String username) {
    hasUser = true;
    return this;
  }

  @Override
  public ConnectionBuilder password(String password) {
    hasUser = true;
    return this;
  }

  @Override
  public ConnectionBuilder shardingKey(ShardingKey shardingKey) {
    key = shardingKey;
    return this;
  }

  @Override
  public ConnectionBuilder superShardingKey(ShardingKey superShardingKey) {
    superKey = superShardingKey;
    return this;
  }

  @Override
  public Connection build() throws SQLException {
    if (hasUser) {
      throw new RefusedException(SqlState.REFUSED, "users are configured for each shard");
    }
    KeyedConnection.refuseSuper(superKey);
    if (key == null) {
      return source.getConnection();
    }
    ShardKey shardKey = KeyedConnection.shardKey(key);
    return source.getConnection(shardKey);
  }
}
