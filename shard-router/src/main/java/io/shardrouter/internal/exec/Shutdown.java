package io.shardrouter.internal.exec;

import io.shardrouter.SqlState;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.shards.Shards;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for connections in use, then closes the pools, which cancels what still runs. */
public final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter");
  private static final long CANCEL_SECONDS = 5;
  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(10);

  private Shutdown() {}

  /**
   * Closes the shards, after {@code shutdownTimeout} at the latest; an interrupt ends the wait, but
   * not the cancelling.
   */
  public static void of(Router router) {
    Shards shards = router.shards();
    Duration limit = router.config().shutdownTimeout();
    long start = System.nanoTime();
    while (active(shards) > 0
        && System.nanoTime() - start < limit.toNanos()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_AGAIN);
    }
    int left = active(shards);
    if (left > 0) {
      LOG.warn("closing while {} connections are in use; what they run is cancelled", left);
    }
    // Scatters first: their readers are to hear why, and not of a shard that failed.
    for (ShardCursors scatter : router.scatters()) {
      scatter.stop(new SQLException("the data source was closed", SqlState.CLOSED.code()));
    }
    if (left > 0) {
      cancel(shards);
    }
    shards.close();
  }

  /** A server that does not answer is not waited for. */
  private static void cancel(Shards shards) {
    List<Callable<Boolean>> cancellations =
        shards.all().stream()
            .flatMap(shard -> shard.connections().stream())
            .map(Shutdown::cancellation)
            .toList();
    ExecutorService executor = Threads.newExecutor("shard-router-cancel");
    boolean interrupted = Thread.interrupted();
    try {
      executor.invokeAll(cancellations, CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      executor.shutdownNow();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Callable<Boolean> cancellation(PGConnection connection) {
    return () -> {
      connection.cancelQuery();
      return true;
    };
  }

  private static int active(Shards shards) {
    return shards.all().stream().mapToInt(Shard::active).sum();
  }
}
