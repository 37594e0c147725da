package io.shardrouter.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.strategy.Md5Strategy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends the guard and the select over plain pools, word for word as the router does. */
final class SameTextSelect implements PointSelect {
  private final List<HikariDataSource> pools;
  private final Map<String, Integer> slots = new HashMap<>();
  private final String text;

  /**
   * @param users how many users there are, whose slots are computed here and not while measuring
   */
  SameTextSelect(List<HikariDataSource> pools, int users, int slots, Duration guardWait) {
    this.pools = pools;
    this.text = new GuardText(Deployment.GROUP, guardWait).prepared(Lead.GUARD) + Users.SELECT;
    Md5Strategy strategy = new Md5Strategy();
    for (int i = 0; i < users; i++) {
      String id = Users.id(i);
      this.slots.put(id, strategy.slot(id, slots));
    }
  }

  @Override
  public long select(String id) throws SQLException {
    int slot = slot(id);
    try (Connection connection = pools.get(slot % pools.size()).getConnection()) {
      return guardedRead(connection, slot, id);
    }
  }

  @Override
  public long selectInTransaction(String id, int times) throws SQLException {
    int slot = slot(id);
    try (Connection connection = pools.get(slot % pools.size()).getConnection()) {
      connection.setAutoCommit(false);
      long sum = guardedRead(connection, slot, id);
      for (int i = 1; i < times; i++) {
        sum += PointSelect.read(connection, id);
      }
      connection.commit();
      connection.setAutoCommit(true);
      return sum;
    }
  }

  private int slot(String id) {
    Integer slot = slots.get(id);
    if (slot == null) {
      throw new IllegalArgumentException("no user " + id);
    }
    return slot;
  }

  private long guardedRead(Connection connection, int slot, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setInt(1, slot);
      statement.setString(2, id);
      statement.setString(3, id);
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
