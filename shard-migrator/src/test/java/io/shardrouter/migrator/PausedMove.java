package io.shardrouter.migrator;

import static org.awaitility.Awaitility.await;

import io.shardrouter.internal.guard.FailPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Something of this JVM that stands at a fault point until it is let go. Only one may be on its way
 * to its point at a time; once it stands there, others pass.
 */
final class PausedMove<T> implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Path directory;
  private final Path file;
  private final Future<T> running;

  private PausedMove(FailPoint point, Callable<T> task) throws IOException {
    this.directory = Files.createTempDirectory("paused");
    this.file = directory.resolve("paused");
    System.setProperty(FailPoint.PAUSE_FILE_PROPERTY, file.toString());
    System.setProperty(FailPoint.PROPERTY, point.name() + ":pause");
    try {
      this.running = thread.submit(task);
      await().atMost(LIMIT).until(() -> Files.exists(file) || running.isDone());
    } finally {
      System.clearProperty(FailPoint.PROPERTY);
    }
  }

  /** A move that has come to {@code point}, or has ended before. */
  static PausedMove<MoveReport> at(FailPoint point, Migrator migrator, MoveRequest request)
      throws IOException {
    return new PausedMove<>(point, () -> migrator.move(request));
  }

  /** Anything else that has come to {@code point}, or has ended before. */
  static <T> PausedMove<T> at(FailPoint point, Callable<T> task) throws IOException {
    return new PausedMove<>(point, task);
  }

  /** Lets it go on; throws what it throws. */
  T goOn() throws Exception {
    Files.deleteIfExists(file);
    try {
      return running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    thread.shutdown();
    await().atMost(LIMIT).until(thread::isTerminated);
    Files.delete(directory);
  }
}
