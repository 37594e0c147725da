package io.shardrouter.benchmarks.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.strategy.Md5Strategy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends the guard and the select over plain pools, word for word as the router does, the slot known
 * beforehand: beside it stands the router's own code. Not for anything but {@link #select}.
 */
final class SameText implements Contender {
  private final List<HikariDataSource> pools;
  private final int slots;
  private final String text;
  private final Map<String, Integer> known = new ConcurrentHashMap<>();
  private final Md5Strategy strategy = new Md5Strategy();

  SameText(List<HikariDataSource> pools, ShardRouterConfig config) {
    this.pools = List.copyOf(pools);
    this.slots = config.groups().get(Access.GROUP).slots();
    this.text =
        new GuardText(Access.GROUP, config.guardWait()).prepared(Lead.GUARD) + OneUser.SELECT;
  }

  private int slot(String id) {
    return known.computeIfAbsent(id, key -> strategy.slot(key, slots));
  }

  @Override
  public Connection connection(String id) throws SQLException {
    return pools.get(slot(id) % pools.size()).getConnection();
  }

  @Override
  public long select(String id) throws SQLException {
    try (Connection connection = connection(id);
        PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setInt(1, slot(id));
      statement.setString(2, id);
      statement.setString(3, id);
      statement.execute();
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        return OneUser.sum(row);
      }
    }
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
