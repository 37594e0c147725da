package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ShardConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks all shards the same question at the same time. */
final class EachShard {
  private EachShard() {}

  /** What is asked of one shard. */
  @FunctionalInterface
  interface Question<T> {
    T ask(ShardConfig shard) throws SQLException;
  }

  /** What one shard answered. */
  sealed interface Answer<T> {}

  /** An answer. */
  record Given<T>(T value) implements Answer<T> {}

  /** None: the shard failed, or took too long. */
  record Failed<T>(SQLException failure) implements Answer<T> {}

  /**
   * The answers by shard id, in its order.
   *
   * @param limit how long to wait for all of them together
   * @throws InterruptedException where the calling thread is interrupted; what runs is left alone
   */
  static <T> Map<Integer, Answer<T>> ask(
      List<ShardConfig> shards, Duration limit, Question<T> question) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(shards.size(), EachShard::daemon);
    try {
      Map<Integer, Future<T>> asked = new TreeMap<>();
      for (ShardConfig shard : shards) {
        asked.put(shard.id(), threads.submit(() -> question.ask(shard)));
      }
      long deadline = System.nanoTime() + limit.toNanos();
      Map<Integer, Answer<T>> answers = new TreeMap<>();
      for (Map.Entry<Integer, Future<T>> entry : asked.entrySet()) {
        answers.put(entry.getKey(), answer(entry.getValue(), deadline, limit));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> Answer<T> answer(Future<T> asked, long deadline, Duration limit)
      throws InterruptedException {
    try {
      return new Given<>(asked.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new Failed<>(
          new SQLException("gave no answer within " + limit.toSeconds() + " s", "08006", e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        return new Failed<>(failure);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "shardctl-asks");
    thread.setDaemon(true);
    return thread;
  }
}
