package io.shardrouter.migrator.internal.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run on Ctrl-C or SIGTERM: the running command is interrupted, which cancels what it asked
 * of the shards and closes its pools, and nothing more is printed. Thread-safe.
 */
final class Interruption {
  private static final long WAIT_SECONDS = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean begun;

  /** From now on the end of the JVM interrupts the calling thread, and waits for it a little. */
  void watch() {
    Thread running = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.getCount() > 0) {
                    begun = true;
                    running.interrupt();
                    awaitEnd();
                  }
                },
                "shardctl-interruption"));
  }

  private void awaitEnd() {
    try {
      if (!ended.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("shardctl: a shard does not answer; leaving without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the JVM is ending because it was told to. */
  boolean hasBegun() {
    return begun;
  }

  /** The command has ended; the JVM may. */
  void end() {
    ended.countDown();
  }
}
