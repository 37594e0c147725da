package io.shardrouter.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.benchmarks.measure.RouterTexts;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Sends the select over plain pools, word for word as the router does. */
final class SameTextSelect implements PointSelect {
  private final List<HikariDataSource> pools;
  private final RouterTexts texts;

  /**
   * @param users how many users there are, whose slots are computed here and not while measuring
   */
  SameTextSelect(List<HikariDataSource> pools, int users, ShardRouterConfig config) {
    this.pools = pools;
    this.texts = new RouterTexts(config, Deployment.GROUP, Users.SELECT);
    for (int i = 0; i < users; i++) {
      texts.key(Users.id(i));
    }
  }

  @Override
  public long select(String id) throws SQLException {
    RoutedKey key = texts.key(id);
    try (Connection connection = connection(key);
        PreparedStatement statement = texts.alone(connection, key);
        ResultSet row = statement.executeQuery()) {
      return PointSelect.sum(row);
    }
  }

  @Override
  public long selectInTransaction(String id, int times) throws SQLException {
    RoutedKey key = texts.key(id);
    try (Connection connection = connection(key)) {
      connection.setAutoCommit(false);
      long sum = first(connection, key);
      for (int i = 1; i < times; i++) {
        sum += PointSelect.read(connection, id);
      }
      connection.commit();
      connection.setAutoCommit(true);
      return sum;
    }
  }

  private Connection connection(RoutedKey key) throws SQLException {
    return pools.get(texts.shard(key)).getConnection();
  }

  private long first(Connection connection, RoutedKey key) throws SQLException {
    try (PreparedStatement statement = texts.first(connection, key)) {
      statement.execute();
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        return PointSelect.sum(row);
      }
    }
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
