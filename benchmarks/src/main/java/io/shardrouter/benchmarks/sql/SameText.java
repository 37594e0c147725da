package io.shardrouter.benchmarks.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.benchmarks.measure.RouterTexts;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Sends the select over plain pools, word for word as the router does, the slot known beforehand:
 * beside it stands the router's own code. Not for anything but {@link #select}.
 */
final class SameText implements Contender {
  private final List<HikariDataSource> pools;
  private final RouterTexts texts;

  SameText(List<HikariDataSource> pools, ShardRouterConfig config) {
    this.pools = List.copyOf(pools);
    this.texts = new RouterTexts(config, Access.GROUP, OneUser.SELECT);
  }

  @Override
  public Connection connection(String id) throws SQLException {
    return pools.get(texts.shard(texts.key(id))).getConnection();
  }

  @Override
  public long select(String id) throws SQLException {
    RoutedKey key = texts.key(id);
    try (Connection connection = connection(id);
        PreparedStatement statement = texts.alone(connection, key);
        ResultSet row = statement.executeQuery()) {
      return OneUser.sum(row);
    }
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
