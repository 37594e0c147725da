package io.shardrouter.migrator.consistency;

import io.shardrouter.GroupConfig;
import io.shardrouter.RefusedException;
import io.shardrouter.ScatterException;
import io.shardrouter.ScatterResult;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.StaleRouter;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.MoverCluster;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Writers through three routers, two of them misled for ever, while users and slots move among four
 * shards and a scatter counts everything.
 */
final class Trial implements AutoCloseable {
  static final int SHARDS = 4;

  /** Two movers meet, now and then. */
  private static final List<String> MOVED_BY_ANOTHER =
      List.of("holds", "is open", "another move was faster", "run shardctl recover");

  private static final int WRITERS = 6;
  private static final int MOVERS = 2;

  private final MoverCluster cluster;
  private final List<String> users = IntStream.range(0, 24).mapToObj(i -> "u" + i).toList();
  private final List<ShardedDataSource> routers = new ArrayList<>();
  private final LongAdder moves = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder refusedMoves = new LongAdder();
  private final Ledger ledger = new Ledger(users);
  private final long end;
  private final long leastMoves;

  /**
   * @param time how long at least
   * @param leastMoves how many moves at least
   */
  Trial(Duration time, long leastMoves) throws SQLException {
    this.end = System.nanoTime() + time.toNanos();
    this.leastMoves = leastMoves;
    EmbeddedShards shards = EmbeddedShards.databases(SHARDS);
    shards.executeOnAll(
        "create table users (id text primary key)",
        "create table pockets (user_id text not null references users, pocket integer,"
            + " amount bigint not null, primary key (user_id, pocket))",
        "create table entries (user_id text not null, n bigint, primary key (user_id, n))");
    ShardRouterConfig config =
        MoverCluster.config(shards)
            .group(
                GroupConfig.builder("user")
                    .layout(0, 1, 2, 3)
                    .table("users", "id")
                    .table("pockets", "user_id")
                    .table("entries", "user_id")
                    .build())
            .pool(Map.of("maximumPoolSize", "4", "minimumIdle", "0", "connectionTimeout", "10000"))
            .build();
    this.cluster = new MoverCluster(shards, config);
    for (int i = 0; i < 3; i++) {
      routers.add(cluster.router());
    }
    for (String user : users) {
      addUser(user);
    }
    for (int stale = 1; stale < 3; stale++) {
      for (int i = 0; i < users.size(); i++) {
        StaleRouter.mislead(routers.get(stale), key(users.get(i)), (i + stale) % SHARDS);
      }
    }
  }

  private static ShardKey key(String user) {
    return ShardKey.of("user", user);
  }

  private void addUser(String user) throws SQLException {
    try (var c = routers.get(0).getConnection(key(user));
        var s = c.createStatement()) {
      s.execute("insert into users values ('" + user + "')");
      s.execute(
          "insert into pockets values ('%1$s', 0, %2$d), ('%1$s', 1, 0)"
              .formatted(user, ConsistencyTest.WORTH));
      s.execute("insert into entries values ('" + user + "', 0)");
    }
    ledger.sending(user, 0);
    ledger.committed(user, 0);
  }

  MoverCluster cluster() {
    return cluster;
  }

  /** Runs until time and moves are reached, or a contradiction is seen. */
  Ledger run() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      running.add(
          threads.submit(new Writer(routers, users, ledger, this::goesOn, repeated, 100 + i)));
    }
    for (int i = 0; i < MOVERS; i++) {
      Random random = new Random(200 + i);
      running.add(threads.submit(() -> move(random)));
    }
    running.add(threads.submit(this::sample));
    for (Future<?> each : running) {
      each.get(20, TimeUnit.MINUTES);
    }
    threads.shutdown();
    requireEverythingOnce();
    System.out.printf(
        "consistency: %d moves, %d refused as busy, %d transactions, %d run again, %d scatters%n",
        moves.sum(), refusedMoves.sum(), ledger.acknowledgedInAll(), repeated.sum(), samples.sum());
    return ledger;
  }

  private boolean goesOn() {
    return ledger.contradictions().isEmpty()
        && (System.nanoTime() < end || moves.sum() < leastMoves);
  }

  private void move(Random random) {
    Migrator migrator = cluster.migrator();
    while (goesOn()) {
      String user = users.get(random.nextInt(users.size()));
      int target = random.nextInt(SHARDS);
      try {
        int slot = routers.get(0).route(key(user)).slot();
        migrator.move(
            random.nextInt(8) == 0
                ? MoveRequest.slot("user", slot, target)
                : MoveRequest.key(key(user), target));
        moves.increment();
      } catch (RefusedException e) {
        refusedMoves.increment();
        if (MOVED_BY_ANOTHER.stream().noneMatch(e.getMessage()::contains)) {
          ledger.contradict("a move was refused: " + e.getMessage());
        }
      } catch (SQLException e) {
        ledger.contradict("a move failed: " + e);
      }
    }
  }

  private void sample() {
    while (goesOn()) {
      try (ScatterResult rows =
          routers.get(2).scatter("select count(*), coalesce(sum(amount), 0) from pockets")) {
        long count = 0;
        long sum = 0;
        while (rows.next()) {
          count += rows.row().getLong(1);
          sum += rows.row().getLong(2);
        }
        samples.increment();
        if (count != 2L * users.size() || sum != ConsistencyTest.WORTH * users.size()) {
          ledger.contradict("a scatter counted " + count + " pockets that hold " + sum);
        }
      } catch (ScatterException e) {
        if (!"40001".equals(e.getSQLState())) {
          ledger.contradict("a scatter failed: " + e);
        }
      } catch (SQLException e) {
        ledger.contradict("a scatter failed: " + e);
      }
    }
  }

  private void requireEverythingOnce() throws SQLException {
    cluster.migrator().verify().findings().forEach(f -> ledger.contradict(f.toString()));
    for (String user : users) {
      List<String> parts =
          cluster.askAll(
              "select string_agg(n::text, ',') from entries where user_id = '" + user + "'");
      List<String> holders = parts.stream().filter(part -> !part.equals("null")).toList();
      if (holders.size() != 1) {
        ledger.contradict("rows of " + user + " are on " + holders.size() + " shards");
      }
      ledger.requireExactly(
          user,
          holders.stream()
              .flatMap(part -> Arrays.stream(part.split(",")))
              .map(Long::valueOf)
              .toList());
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
