package io.shardrouter.internal.exec;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Executors for work that waits on shards: virtual threads where the JVM has them. */
final class Threads {
  private Threads() {}

  /**
   * An executor with a thread per task.
   *
   * @param name the platform threads' name, followed by a number
   */
  static ExecutorService newExecutor(String name) {
    try {
      Method method = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) method.invoke(null);
    } catch (ReflectiveOperationException olderThan21) {
      return Executors.newCachedThreadPool(daemons(name));
    }
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
