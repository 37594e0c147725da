package io.shardrouter.migrator.internal.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run on Ctrl-C or SIGTERM: the running command is interrupted, which cancels what it asked
 * of the shards and closes its pools, and no failure is printed. Thread-safe.
 */
final class Interruption {
  private static final Duration USUAL_WAIT = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean begun;
  private volatile Duration wait = USUAL_WAIT;

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
                    if (wait.compareTo(USUAL_WAIT) > 0) {
                      System.err.println("shardctl: ending when what runs has ended");
                    }
                    awaitEnd();
                  }
                },
                "shardctl-interruption"));
  }

  private void awaitEnd() {
    try {
      if (!ended.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("shardctl: a shard does not answer; leaving without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The running command has work that must come to its end, which may take as long as this. */
  void allow(Duration time) {
    wait = time;
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
