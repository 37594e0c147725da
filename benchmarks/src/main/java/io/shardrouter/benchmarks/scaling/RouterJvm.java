package io.shardrouter.benchmarks.scaling;

import io.shardrouter.InstallMode;
import io.shardrouter.ShardKey;
import io.shardrouter.benchmarks.measure.OwnJvm;
import io.shardrouter.benchmarks.measure.Spread;
import io.shardrouter.benchmarks.scaling.PlacedKeys.Access;
import io.shardrouter.internal.exec.Router;
import io.shardrouter.internal.exec.Startup;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** A JVM that opens a router, looks at its heap, routes keys, and ends. */
public final class RouterJvm {
  private static final int MEBIBYTES = 2_048;

  /** Of the keys that are routed, over and over; many more than fit a processor's cache. */
  private static final int MOST_KEYS = 200_000;

  private static final int FEWEST_KEYS = 10_000;
  private static final int WARM_UP = 40;
  private static final int ROUNDS = 41;
  private static final int BLOCK = 20_000;

  private RouterJvm() {}

  /**
   * What was seen.
   *
   * @param openMillis from the call that opens it until it routes
   * @param heapMebibytes what lives because of it
   * @param routeNanos from a key's text to its shard
   */
  record Seen(double openMillis, double heapMebibytes, double routeNanos) {}

  static Seen run(Access access, int placed) throws SQLException {
    List<String> arguments = new ArrayList<>(List.of("" + placed, access.username()));
    arguments.addAll(access.urls());
    List<String> said = OwnJvm.run(RouterJvm.class, MEBIBYTES, access.password(), arguments);
    return new Seen(
        Double.parseDouble(said.get(0)),
        Double.parseDouble(said.get(1)),
        Double.parseDouble(said.get(2)));
  }

  /** Reads: how many keys are placed, the user, and the shards' URLs. */
  public static void main(String[] args) throws SQLException {
    List<String> words = List.of(args);
    Access access = new Access(words.subList(2, words.size()), words.get(1), OwnJvm.password());
    double before = liveHeap();
    long start = System.nanoTime();
    Router router = Startup.open(PlacedKeys.config(access, InstallMode.NEVER));
    double millis = (System.nanoTime() - start) / 1e6;
    double heap = liveHeap() - before;
    double nanos = nanos(router, keys(Integer.parseInt(words.get(0))));
    router.shards().close();
    System.out.println(millis + " " + heap + " " + nanos);
  }

  /** In MiB, when what is not needed is gone. */
  private static double liveHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }

  private static String[] keys(int placed) {
    int all = Math.max(FEWEST_KEYS, placed);
    return new SplittableRandom(42)
        .ints(Math.min(MOST_KEYS, all), 0, all)
        .mapToObj(PlacedKeys::id)
        .toArray(String[]::new);
  }

  private static double nanos(Router router, String[] keys) throws SQLException {
    double[] rounds = new double[ROUNDS];
    int next = 0;
    long sum = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < BLOCK; i++) {
        sum += router.holder(router.route(ShardKey.of(PlacedKeys.GROUP, keys[next])));
        next = next + 1 == keys.length ? 0 : next + 1;
      }
      if (round >= 0) {
        rounds[round] = (System.nanoTime() - start) / (double) BLOCK;
      }
    }
    if (sum == 0) {
      throw new IllegalStateException("everything is on one shard");
    }
    return Spread.of(DoubleStream.of(rounds)).median();
  }
}
