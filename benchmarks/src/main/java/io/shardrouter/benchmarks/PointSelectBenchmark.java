package io.shardrouter.benchmarks;

import io.shardrouter.GuardMode;
import io.shardrouter.benchmarks.measure.Network;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One user's row by each path, with a connection of its own or many times in a transaction. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PointSelectBenchmark {
  /** How many selects a transaction has. */
  static final int SELECTS = 20;

  /** The path that is measured. */
  @Param public Path path = Path.PLAIN;

  /** How far away the shards are. */
  @Param public Network network = Network.LOOPBACK;

  private final int count;
  private final Users users;
  private Deployment deployment;
  private PointSelect select;

  /** For JMH. */
  public PointSelectBenchmark() {
    this(Deployment.USERS);
  }

  PointSelectBenchmark(int count) {
    this.count = count;
    this.users = new Users(count);
  }

  /** Fills the shards and opens the path. */
  @Setup
  public void open() throws SQLException {
    GuardMode guard = path == Path.GUARD_OFF ? GuardMode.OFF : GuardMode.ON;
    deployment = new Deployment(guard, network, count);
    select = deployment.open(path);
  }

  /** Checkout, select, close. */
  @Benchmark
  public long selectOnItsOwn() throws SQLException {
    return select.select(users.next());
  }

  /** The same on a connection that is held, where the guard goes with the first select alone. */
  @Benchmark
  @OperationsPerInvocation(SELECTS)
  public long selectInTransaction() throws SQLException {
    return select.selectInTransaction(users.next(), SELECTS);
  }

  /** Ends what {@link #open} began. */
  @TearDown
  public void close() {
    select.close();
    deployment.close();
  }
}
