package io.shardrouter.demo;

import io.shardrouter.KeyRoute;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Single users, read on the one shard that has them. */
final class PointReads {
  private static final int SHOWN = 5;
  private static final String READ =
      "select u.name, c.name as country, count(s.id) as states,"
          + " (array_agg(s.state order by s.id desc))[1] as latest"
          + " from users u join countries c on c.code = u.country"
          + " left join consciousness_states s on s.user_id = u.id"
          + " where u.id = ? group by u.name, c.name";

  private PointReads() {}

  static void show(Page page, ShardedDataSource router, Size size) throws SQLException {
    page.section(
        "Point reads",
        "One shard answers, with any SQL it knows; countries is a reference table, joined locally.");
    Table table = Table.of("user", "slot", "shard", "name", "country", "states", "latest", "ms");
    for (int i = 1; i <= SHOWN; i++) {
      Person person = Person.of(i * (size.users() / SHOWN) - 1, size.statesPerUser());
      addRow(table, router, person);
    }
    page.table(table);
  }

  private static void addRow(Table table, ShardedDataSource router, Person person)
      throws SQLException {
    KeyRoute route = router.route(person.key());
    Stopwatch stopwatch = Stopwatch.started();
    try (Connection connection = router.getConnection(person.key());
        PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, person.id());
      try (ResultSet row = read.executeQuery()) {
        if (!row.next()) {
          throw new DemoFailure(person.id() + " is not on shard " + route.shard());
        }
        double millis = stopwatch.millis();
        table.row(
            person.id(),
            route.slot(),
            route.shard(),
            row.getString("name"),
            row.getString("country"),
            row.getLong("states"),
            row.getString("latest"),
            millis);
      }
    }
  }
}
