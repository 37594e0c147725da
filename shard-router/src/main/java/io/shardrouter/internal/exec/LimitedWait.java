package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for a pool for less long than the pool itself would have it. */
final class LimitedWait {
  private LimitedWait() {}

  /** A connection of {@code shard}; empty where it has none to give within {@code limit}. */
  static Optional<Connection> forConnection(Shard shard, Duration limit, Executor executor)
      throws SQLException {
    CompletableFuture<Connection> coming =
        CompletableFuture.supplyAsync(() -> acquire(shard), executor);
    try {
      return Optional.of(coming.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      giveBack(coming);
      return Optional.empty();
    } catch (InterruptedException e) {
      giveBack(coming);
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for shard " + shard.id(), "57014", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Connection acquire(Shard shard) {
    try {
      return shard.acquire();
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  /** Nobody waits for it any more. */
  private static void giveBack(CompletableFuture<Connection> coming) {
    CompletableFuture<Void> unused =
        coming.thenAccept(
            connection -> {
              try {
                connection.close();
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
  }
}
