package io.shardrouter.benchmarks;

import io.shardrouter.GuardMode;
import io.shardrouter.KeyRoute;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.internal.exec.Router;
import io.shardrouter.internal.exec.Startup;
import io.shardrouter.strategy.Md5Strategy;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a key's text to its shard, without a statement. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {
  /** How many users have a placement of their own, of {@link Deployment#USERS}. */
  @Param({"0", "1000"})
  public int placed;

  private final Users users = new Users(Deployment.USERS);
  private final Md5Strategy strategy = new Md5Strategy();
  private Deployment deployment;
  private ShardedDataSource shards;
  private Router router;

  /** Installs the shards, places keys, and opens routers that know them. */
  @Setup
  public void open() throws SQLException {
    deployment = new Deployment(GuardMode.ON, Network.LOOPBACK, 1);
    shards = ShardedDataSource.open(deployment.config());
    if (placed > 0) {
      deployment.place(IntStream.range(0, placed).mapToObj(Users::id).toList(), 1);
    }
    shards.close();
    shards = ShardedDataSource.open(deployment.config());
    router = Startup.open(deployment.config());
  }

  /** What a statement does: key, slot, holder. */
  @Benchmark
  public int holder() throws SQLException {
    return router.holder(router.route(ShardKey.of(Deployment.GROUP, users.next())));
  }

  /** The public method, which describes the route in a record. */
  @Benchmark
  public KeyRoute route() throws SQLException {
    return shards.route(ShardKey.of(Deployment.GROUP, users.next()));
  }

  /** The hash alone: what no router can do without. */
  @Benchmark
  public int slot() {
    return strategy.slot(users.next(), 4096);
  }

  /** Ends what {@link #open} began. */
  @TearDown
  public void close() {
    shards.close();
    router.shards().close();
    deployment.close();
  }
}
