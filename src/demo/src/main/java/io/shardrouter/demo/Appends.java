package io.shardrouter.demo;

import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbered states that one thread appends for its users, by turns: afterwards each number must be
 * there exactly once.
 */
final class Appends {
  private static final Duration BETWEEN = Duration.ofMillis(1);
  private static final String INSERT =
      "insert into consciousness_states (user_id, state, number) values (?, 'awake', ?)";
  private static final String COUNT =
      "select count(number), count(distinct number), coalesce(max(number), 0)"
          + " from consciousness_states where user_id = ?";

  private final List<String> users;
  private final Map<String, Long> acknowledged = new TreeMap<>();
  private long again;

  Appends(List<String> users) {
    this.users = List.copyOf(users);
  }

  /** Asked before each statement. */
  interface Condition {
    boolean holds();
  }

  /** Appends as long as {@code condition} holds. */
  void run(ShardedDataSource router, Loaded loaded, Condition condition) throws SQLException {
    for (int i = 0; condition.holds(); i++) {
      String user = users.get(i % users.size());
      long number = acknowledged.getOrDefault(user, 0L) + 1;
      if (append(router, user, number)) {
        acknowledged.put(user, number);
        loaded.addState("awake");
      } else {
        again++;
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  /** False where it was rolled back and is to be repeated, as any service's retry would. */
  private static boolean append(ShardedDataSource router, String user, long number)
      throws SQLException {
    try (Connection connection = router.getConnection(Person.keyOf(user));
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, user);
      insert.setLong(2, number);
      insert.executeUpdate();
      return true;
    } catch (SQLException e) {
      if ("40001".equals(e.getSQLState()) || "55P03".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** How many the router said were committed. */
  long acknowledged() {
    return acknowledged.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many were rolled back and repeated. */
  long again() {
    return again;
  }

  /**
   * Counts what is there.
   *
   * @throws DemoFailure where a number is missing or there twice
   */
  long found(ShardedDataSource router) throws SQLException {
    long found = 0;
    for (Map.Entry<String, Long> last : acknowledged.entrySet()) {
      try (Connection connection = router.getConnection(Person.keyOf(last.getKey()));
          PreparedStatement count = connection.prepareStatement(COUNT)) {
        count.setString(1, last.getKey());
        try (ResultSet row = count.executeQuery()) {
          row.next();
          String whose = " of " + last.getKey();
          DemoFailure.unlessEqual("numbered states" + whose, last.getValue(), row.getLong(1));
          DemoFailure.unlessEqual("different numbers" + whose, last.getValue(), row.getLong(2));
          DemoFailure.unlessEqual("the last number" + whose, last.getValue(), row.getLong(3));
          found += row.getLong(1);
        }
      }
    }
    return found;
  }
}
