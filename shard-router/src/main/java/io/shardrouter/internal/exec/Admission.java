package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ScatterException;
import io.shardrouter.ShardOutcome;
import io.shardrouter.ShardOutcome.Status;
import io.shardrouter.SqlState;
import io.shardrouter.internal.shards.Shard;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes a scatter's connections in the order of the shards' ids, so that no two scatters can wait
 * for each other's: whoever waits for a shard holds connections of lower ids alone. Who holds
 * others besides (a keyed connection, an open scatter) waits for the pool's {@code
 * connectionTimeout} at most.
 */
final class Admission {
  private Admission() {}

  /**
   * A cursor for each of {@code shards}, which are in the order of their ids.
   *
   * @throws ScatterException where a shard gives no connection; none is held then
   * @throws RefusedException where a shard must not be used; none is held then
   */
  static List<ShardCursor> take(
      Collection<Shard> shards,
      ReadingConnection.Source source,
      Reading reading,
      Deadline deadline,
      Failures failures)
      throws SQLException {
    List<ShardCursor> taken = new ArrayList<>();
    try {
      for (Shard shard : shards) {
        if (deadline.isOver()) {
          throw failures.of(
              Failures.Reason.LATE,
              "not done within its limit of " + deadline.limit(),
              outcomes(shards, Optional.empty()),
              null);
        }
        taken.add(take(shard, shards, source, reading));
      }
      return taken;
    } catch (SQLException | RuntimeException e) {
      taken.forEach(ShardCursor::end);
      throw e;
    }
  }

  private static ShardCursor take(
      Shard shard, Collection<Shard> shards, ReadingConnection.Source source, Reading reading)
      throws SQLException {
    try {
      return ShardCursor.of(shard, source, reading);
    } catch (RefusedException e) {
      throw e;
    } catch (SQLException e) {
      String what =
          Thread.currentThread().isInterrupted()
              ? "the thread was interrupted while it waited for a connection"
              : "a shard gave no connection";
      ShardOutcome failure = new ShardOutcome(shard.id(), Status.FAILED, 0, e);
      throw new ScatterException(
          SqlState.SCATTER_FAILED, "scatter: " + what, outcomes(shards, Optional.of(failure)), e);
    }
  }

  private static List<ShardOutcome> outcomes(
      Collection<Shard> shards, Optional<ShardOutcome> failure) {
    List<ShardOutcome> outcomes = new ArrayList<>();
    for (Shard shard : shards) {
      outcomes.add(
          failure
              .filter(failed -> failed.shard() == shard.id())
              .orElseGet(() -> new ShardOutcome(shard.id(), Status.NOT_STARTED, 0, null)));
    }
    return outcomes;
  }
}
