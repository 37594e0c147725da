package io.shardrouter;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Binds a sharding key to the work of a thread, for code that takes its connections somewhere deep
 * below: a connection that was opened without a key takes the bound one at the start of each
 * transaction. An explicit key stands over a bound one.
 *
 * <p>The binding does not pass to other threads by itself; {@link #wrap} hands it to a task.
 * Thread-safe.
 */
public final class ShardScope {
  private static final ThreadLocal<@Nullable ShardKey> CURRENT = new ThreadLocal<>();

  private ShardScope() {}

  /**
   * Calls {@code task} with {@code key} bound to the current thread; a key bound before is bound
   * again afterwards.
   *
   * @return what the task gives
   * @throws Exception what the task throws
   */
  public static <T extends @Nullable Object> T call(ShardKey key, Callable<T> task)
      throws Exception {
    Objects.requireNonNull(key, "key");
    ShardKey outer = CURRENT.get();
    CURRENT.set(key);
    try {
      return task.call();
    } finally {
      restore(outer);
    }
  }

  /** As {@link #call}, for a task without a result. */
  public static void run(ShardKey key, Runnable task) {
    Objects.requireNonNull(key, "key");
    ShardKey outer = CURRENT.get();
    CURRENT.set(key);
    try {
      task.run();
    } finally {
      restore(outer);
    }
  }

  /** A task that runs {@code task} with the key that is bound here and now, on any thread. */
  public static <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
    ShardKey key = CURRENT.get();
    return key == null ? task : () -> call(key, task);
  }

  /** As {@link #wrap(Callable)}, for a task without a result. */
  public static Runnable wrap(Runnable task) {
    ShardKey key = CURRENT.get();
    return key == null ? task : () -> run(key, task);
  }

  /** The key that is bound to the current thread. */
  public static Optional<ShardKey> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  private static void restore(@Nullable ShardKey outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
