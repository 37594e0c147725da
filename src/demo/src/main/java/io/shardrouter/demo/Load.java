package io.shardrouter.demo;

import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Fills the shards as a service would: a keyed connection and a transaction for each user. */
final class Load {
  private static final int THREADS = 8;
  private static final int STEPS = 5;
  private static final String INSERT =
      "with person as (insert into users (id, name, country) values (?, ?, ?) returning id)"
          + " insert into consciousness_states (user_id, state)"
          + " select person.id, state from person, unnest(?::text[]) as state";

  private final ShardedDataSource router;
  private final Size size;
  private final Loaded loaded = new Loaded();

  private Load(ShardedDataSource router, Size size) {
    this.router = router;
    this.size = size;
  }

  /** Loads all users and says how it goes on; gives the counts of what was committed. */
  static Loaded run(Page page, ShardedDataSource router, Size size) throws Exception {
    page.section(
        "Loading through the router",
        "Each user goes to the shard of its key, with "
            + size.statesPerUser()
            + " states, in one guarded round trip; "
            + THREADS
            + " threads.");
    Load load = new Load(router, size);
    Stopwatch stopwatch = Stopwatch.started();
    for (int step = 0; step < STEPS; step++) {
      load.load(load.firstOf(step), load.firstOf(step + 1));
      page.line(
          String.format(
              Locale.ROOT,
              "%,7d users   %,9d states   %5.1f s   %,7.0f rows/s",
              load.loaded.users(),
              load.loaded.states(),
              stopwatch.seconds(),
              (load.loaded.users() + load.loaded.states()) / stopwatch.seconds()));
    }
    return load.loaded;
  }

  private int firstOf(int step) {
    return (int) ((long) size.users() * step / STEPS);
  }

  /** Thread t of n takes every n-th user. */
  private void load(int from, int to) throws Exception {
    List<Callable<Long>> shares = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = from + thread;
      shares.add(
          () -> {
            long written = 0;
            for (int number = first; number < to; number += THREADS) {
              insert(Person.of(number, size.statesPerUser()));
              written++;
            }
            return written;
          });
    }
    Parallel.run(shares);
  }

  private void insert(Person person) throws SQLException {
    try (Connection connection = router.getConnection(person.key());
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, person.id());
      insert.setString(2, person.name());
      insert.setString(3, person.country());
      insert.setObject(4, person.states().toArray(String[]::new));
      insert.executeUpdate();
    }
    loaded.add(person);
  }
}
