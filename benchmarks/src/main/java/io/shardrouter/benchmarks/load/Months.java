package io.shardrouter.benchmarks.load;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.random.RandomGenerator;

/** The rows of {@code daily_metrics}, some of each day. */
final class Months {
  private static final YearMonth FIRST = YearMonth.of(2025, 1);
  private static final int COUNT = 12;

  private Months() {}

  static YearMonth any(RandomGenerator random) {
    return FIRST.plusMonths(random.nextInt(COUNT));
  }

  /** Any day of the month is its key. */
  static ShardKey keyOf(YearMonth month) {
    return ShardKey.of("day", month.atDay(15));
  }

  /** Adds what is missing. */
  static void fill(ShardedDataSource router) throws SQLException {
    for (int i = 0; i < COUNT; i++) {
      YearMonth month = FIRST.plusMonths(i);
      try (Connection connection = router.getConnection(keyOf(month));
          PreparedStatement insert =
              connection.prepareStatement(
                  "insert into daily_metrics (day, name, value) select day, name, 1"
                      + " from generate_series(?::date, ?::date, interval '1 day') day,"
                      + " unnest('{logins,dreams,naps}'::text[]) name"
                      + " on conflict do nothing")) {
        insert.setObject(1, month.atDay(1));
        insert.setObject(2, month.atEndOfMonth());
        insert.executeUpdate();
      }
    }
  }
}
