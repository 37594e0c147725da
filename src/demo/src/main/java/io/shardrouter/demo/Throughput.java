package io.shardrouter.demo;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** How many single-user statements a second, and what the guard costs beside plain pools. */
final class Throughput {
  private static final int THREADS = 4;
  private static final int TURNS = 3;
  private static final String READ = "select name, country from users where id = ?";

  private final ShardedDataSource router;
  private final Loaded loaded;
  private final Size size;

  private Throughput(ShardedDataSource router, Loaded loaded, Size size) {
    this.router = router;
    this.loaded = loaded;
    this.size = size;
  }

  /** One statement for a user. */
  private interface Access {
    void on(String user) throws SQLException;
  }

  static void show(Page page, ShardedDataSource router, Loaded loaded, Size size) throws Exception {
    page.section(
        "Throughput",
        THREADS
            + " threads, random users, autocommit, measured by turns; servers and clients share"
            + " this machine.");
    page.table(new Throughput(router, loaded, size).measured());
  }

  private Table measured() throws Exception {
    Map<String, Access> accesses = new LinkedHashMap<>();
    accesses.put("read one user, plain pools, unguarded", this::readPlain);
    accesses.put("read one user, through the router", this::readRouted);
    accesses.put("append a state, through the router", this::append);
    Map<String, List<Samples>> samples = new LinkedHashMap<>();
    accesses.forEach((name, access) -> samples.put(name, new ArrayList<>()));
    Duration turn = size.measured().dividedBy(TURNS);
    for (Access access : accesses.values()) {
      measure(access, turn);
    }
    for (int i = 0; i < TURNS; i++) {
      for (Map.Entry<String, Access> access : accesses.entrySet()) {
        samples.get(access.getKey()).addAll(measure(access.getValue(), turn));
      }
    }
    Table table = Table.of("statement", "per second", "median µs", "99 % µs");
    samples.forEach(
        (name, parts) -> {
          Samples all = Samples.merged(parts);
          long perSecond = Math.round(all.count() / (size.measured().toNanos() / 1e9));
          table.row(name, perSecond, all.microsAt(0.5), all.microsAt(0.99));
        });
    return table;
  }

  private List<Samples> measure(Access access, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    Callable<Samples> loop =
        () -> {
          Samples samples = new Samples();
          for (long now = System.nanoTime(); now < end; ) {
            access.on(Person.idOf(ThreadLocalRandom.current().nextInt(size.users())));
            long after = System.nanoTime();
            samples.add(after - now);
            now = after;
          }
          return samples;
        };
    List<Callable<Samples>> loops = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      loops.add(loop);
    }
    return Parallel.run(loops);
  }

  private void readRouted(String user) throws SQLException {
    try (Connection connection = router.getConnection(Person.keyOf(user))) {
      read(connection, user);
    }
  }

  private void readPlain(String user) throws SQLException {
    ShardKey key = Person.keyOf(user);
    try (Connection connection =
        router.shardDataSource(router.route(key).shard()).getConnection()) {
      read(connection, user);
    }
  }

  private static void read(Connection connection, String user) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, user);
      try (ResultSet row = read.executeQuery()) {
        if (!row.next()) {
          throw new DemoFailure(user + " was not found");
        }
      }
    }
  }

  private void append(String user) throws SQLException {
    String state = Person.STATES.get(ThreadLocalRandom.current().nextInt(Person.STATES.size()));
    States.append(router, user, state);
    loaded.addState(state);
  }
}
