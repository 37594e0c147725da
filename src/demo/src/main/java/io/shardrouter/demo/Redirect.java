package io.shardrouter.demo;

import io.shardrouter.KeyRoute;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A user moves while the router believes in the old place. */
final class Redirect {
  private static final String READ =
      "select count(*), (select shard from shard_router.installation)"
          + " from consciousness_states where user_id = ?";

  private Redirect() {}

  /**
   * What a read found.
   *
   * @param shard the shard that answered, as it calls itself
   */
  private record Found(long states, int shard, double millis) {}

  static void show(Page page, Cluster cluster, Loaded loaded, Size size) throws SQLException {
    page.section(
        "A redirect",
        "A user is placed elsewhere by hand, unknown to the router; its next read just works.");
    ShardedDataSource router = cluster.router();
    String user = Person.idOf(size.users() / 2);
    KeyRoute before = router.route(Person.keyOf(user));
    int target = (before.shard() + 1) % cluster.servers().count();
    HandMove.run(cluster.servers(), user, before, target);

    int believed = router.route(Person.keyOf(user)).shard();
    Found first = read(router, user);
    int learned = router.route(Person.keyOf(user)).shard();
    Found second = read(router, user);
    States.append(router, user, "awake");
    loaded.addState("awake");
    Found third = read(router, user);

    page.table(
        Table.of("what happens to " + user, "shard", "states", "ms")
            .row(
                "read, with the router's old belief: shard " + believed,
                first.shard(),
                first.states(),
                first.millis())
            .row(
                "read, after it learned: shard " + learned,
                second.shard(),
                second.states(),
                second.millis())
            .row(
                "read, after one more state was appended",
                third.shard(),
                third.states(),
                third.millis()));
    page.line("");
    page.line("the old shard refused (SR001), named the new one, and the router asked again there");
    DemoFailure.unlessEqual("the router's belief before", before.shard(), believed);
    DemoFailure.unlessEqual("the router's belief after", target, learned);
    DemoFailure.unlessEqual("the shard that answered", target, first.shard());
    DemoFailure.unlessEqual("states of " + user, size.statesPerUser(), first.states());
    DemoFailure.unlessEqual("states after the append", size.statesPerUser() + 1, third.states());
  }

  private static Found read(ShardedDataSource router, String user) throws SQLException {
    Stopwatch stopwatch = Stopwatch.started();
    try (Connection connection = router.getConnection(Person.keyOf(user));
        PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, user);
      try (ResultSet row = read.executeQuery()) {
        row.next();
        return new Found(row.getLong(1), row.getInt(2), stopwatch.millis());
      }
    }
  }
}
