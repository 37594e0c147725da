package io.shardrouter.internal.exec;

import io.shardrouter.ClusterHealth;
import io.shardrouter.ClusterHealth.ShardHealth;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.shards.Shards;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Asks all shards at once whether they answer, apart from their pools, which may be busy. */
public final class HealthCheck {
  private HealthCheck() {}

  public static ClusterHealth of(Shards shards, Duration limit) {
    ExecutorService executor = Threads.newExecutor("shard-router-health");
    try {
      List<Future<ShardHealth>> asked = new ArrayList<>();
      for (Shard shard : shards.all()) {
        asked.add(executor.submit(() -> ask(shard, limit)));
      }
      List<ShardHealth> answers = new ArrayList<>();
      for (Future<ShardHealth> answer : asked) {
        answers.add(answer.get());
      }
      return new ClusterHealth(answers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the shards were asked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static ShardHealth ask(Shard shard, Duration limit) {
    try {
      shard.ping(limit);
      return new ShardHealth(shard.id(), true, "", shard.active());
    } catch (SQLException e) {
      return new ShardHealth(shard.id(), false, String.valueOf(e.getMessage()), shard.active());
    }
  }
}
