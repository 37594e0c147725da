package io.shardrouter.benchmarks;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The router. */
final class RoutedSelect implements PointSelect {
  private final ShardedDataSource shards;

  RoutedSelect(ShardRouterConfig config) throws SQLException {
    this.shards = ShardedDataSource.open(config);
  }

  @Override
  public long select(String id) throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of(Deployment.GROUP, id))) {
      return PointSelect.read(connection, id);
    }
  }

  @Override
  public long selectInTransaction(String id, int times) throws SQLException {
    try (Connection connection = shards.getConnection(ShardKey.of(Deployment.GROUP, id))) {
      return PointSelect.readInTransaction(connection, id, times);
    }
  }

  @Override
  public void close() {
    shards.close();
  }
}
