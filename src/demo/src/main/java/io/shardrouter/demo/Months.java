package io.shardrouter.demo;

import io.shardrouter.KeyRoute;
import io.shardrouter.ScatterResult;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** A second group, by date: each month's rows lie together on one shard. */
final class Months {
  private static final YearMonth FIRST = YearMonth.of(2025, 1);
  private static final int MONTHS = 8;
  private static final List<String> METRICS = List.of("logins", "dreams", "naps");

  private Months() {}

  static void show(Page page, ShardedDataSource router) throws SQLException {
    page.section(
        "A group by month",
        "daily_metrics is sharded by its day: a month is one key, and months take turns.");
    Table table = Table.of("month", "slot", "shard", "rows", "dreams");
    long written = 0;
    for (int i = 0; i < MONTHS; i++) {
      YearMonth month = FIRST.plusMonths(i);
      written += load(router, month);
      addRow(table, router, month);
    }
    page.table(table);
    DemoFailure.unlessEqual("daily_metrics", written, rows(router));
  }

  /** Any day of the month is its key. */
  private static ShardKey keyOf(YearMonth month) {
    return ShardKey.of("day", month.atDay(15));
  }

  private static int load(ShardedDataSource router, YearMonth month) throws SQLException {
    int rows = 0;
    try (Connection connection = router.getConnection(keyOf(month));
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into daily_metrics (day, name, value) values (?, ?, ?)")) {
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        LocalDate date = month.atDay(day);
        for (String metric : METRICS) {
          insert.setObject(1, date);
          insert.setString(2, metric);
          insert.setLong(3, 100L * day + metric.length());
          insert.addBatch();
          rows++;
        }
      }
      insert.executeBatch();
    }
    return rows;
  }

  private static void addRow(Table table, ShardedDataSource router, YearMonth month)
      throws SQLException {
    KeyRoute route = router.route(keyOf(month));
    try (Connection connection = router.getConnection(keyOf(month));
        PreparedStatement read =
            connection.prepareStatement(
                "select count(*), sum(value) filter (where name = 'dreams')"
                    + " from daily_metrics where day >= ? and day <= ?")) {
      read.setObject(1, month.atDay(1));
      read.setObject(2, month.atEndOfMonth());
      try (ResultSet row = read.executeQuery()) {
        row.next();
        table.row(month, route.slot(), route.shard(), row.getLong(1), row.getLong(2));
      }
    }
  }

  private static long rows(ShardedDataSource router) throws SQLException {
    long rows = 0;
    try (ScatterResult result = router.scatter("select count(*) from daily_metrics")) {
      while (result.next()) {
        rows += result.row().getLong(1);
      }
    }
    return rows;
  }
}
