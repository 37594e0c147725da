package io.shardrouter.benchmarks.load;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.random.RandomGenerator;

/** What the users of the demo's service ask for, each with its share of all requests. */
enum Request {
  READ(60) {
    @Override
    void send(ShardedDataSource router, People people, RandomGenerator random) throws SQLException {
      String id = people.any(random);
      try (Connection connection = router.getConnection(People.keyOf(id));
          PreparedStatement statement =
              connection.prepareStatement(
                  "select u.name, c.name as country, count(s.id) as states,"
                      + " (array_agg(s.state order by s.id desc))[1] as latest"
                      + " from users u join countries c on c.code = u.country"
                      + " left join consciousness_states s on s.user_id = u.id"
                      + " where u.id = ? group by u.name, c.name")) {
        statement.setString(1, id);
        oneRow(statement);
      }
    }
  },
  APPEND(20) {
    @Override
    void send(ShardedDataSource router, People people, RandomGenerator random) throws SQLException {
      write(
          router,
          "insert into consciousness_states (state, user_id) values (?, ?)",
          "awake",
          people.any(random));
    }
  },
  UPDATE(15) {
    @Override
    void send(ShardedDataSource router, People people, RandomGenerator random) throws SQLException {
      write(
          router,
          "update users set name = ? where id = ?",
          "Ada " + random.nextInt(1_000),
          people.any(random));
    }
  },
  MONTH(4) {
    @Override
    void send(ShardedDataSource router, People people, RandomGenerator random) throws SQLException {
      YearMonth month = Months.any(random);
      try (Connection connection = router.getConnection(Months.keyOf(month));
          PreparedStatement statement =
              connection.prepareStatement(
                  "select count(*), sum(value) filter (where name = 'dreams')"
                      + " from daily_metrics where day >= ? and day <= ?")) {
        statement.setObject(1, month.atDay(1));
        statement.setObject(2, month.atEndOfMonth());
        oneRow(statement);
      }
    }
  },
  SCATTER(1) {
    @Override
    void send(ShardedDataSource router, People people, RandomGenerator random) throws SQLException {
      try (Connection connection = router.getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select country, count(*) from users group by country order by country")) {
        long found = 0;
        while (rows.next()) {
          found += rows.getLong(2);
        }
        if (found < people.count()) {
          throw new IllegalStateException(found + " users of " + people.count());
        }
      }
    }
  };

  private static final int ALL = 100;

  private final int share;

  Request(int share) {
    this.share = share;
  }

  /** One by its share. */
  static Request any(RandomGenerator random) {
    int left = random.nextInt(ALL);
    for (Request request : values()) {
      left -= request.share;
      if (left < 0) {
        return request;
      }
    }
    throw new IllegalStateException("the shares are fewer than " + ALL);
  }

  /** Sends it, and reads the answer. */
  abstract void send(ShardedDataSource router, People people, RandomGenerator random)
      throws SQLException;

  private static void oneRow(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("no row");
      }
    }
  }

  private static void write(ShardedDataSource router, String sql, String value, String id)
      throws SQLException {
    ShardKey key = People.keyOf(id);
    try (Connection connection = router.getConnection(key);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      statement.setString(2, id);
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("no row was written");
      }
    }
  }
}
