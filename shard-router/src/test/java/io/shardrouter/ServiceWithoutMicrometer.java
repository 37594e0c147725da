package io.shardrouter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A service of its own JVM, whose class path has no Micrometer. */
final class ServiceWithoutMicrometer {
  private ServiceWithoutMicrometer() {}

  /** Arguments: two URLs, user name and password. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws SQLException {
    ShardRouterConfig config =
        ShardRouterConfig.builder()
            .shard(shard(0, arguments))
            .shard(shard(1, arguments))
            .group(
                GroupConfig.builder("user")
                    .layout(java.util.List.of(0, 1))
                    .table("users", "id")
                    .table("consciousness_states", "user_id")
                    .build())
            .group(
                GroupConfig.builder("day")
                    .strategy("month")
                    .layout(java.util.List.of(0, 1))
                    .table("daily_metrics", "day")
                    .build())
            .build();
    try (ShardedDataSource shards = ShardedDataSource.open(config);
        Connection connection = shards.getConnection(ShardKey.of("user", "u1"));
        PreparedStatement statement = connection.prepareStatement("select ?::int + 1");
        ResultSet row = setTo41(statement).executeQuery()) {
      row.next();
      System.out.println("answer " + row.getInt(1) + ", " + micrometer());
    }
  }

  private static ShardConfig shard(int id, String[] arguments) {
    return ShardConfig.of(id, arguments[id], arguments[2], PasswordSource.fixed(arguments[3]));
  }

  private static PreparedStatement setTo41(PreparedStatement statement) throws SQLException {
    statement.setInt(1, 41);
    return statement;
  }

  private static String micrometer() {
    try {
      return "found " + Class.forName("io.micrometer.core.instrument.MeterRegistry");
    } catch (ClassNotFoundException e) {
      return "no micrometer";
    }
  }
}
