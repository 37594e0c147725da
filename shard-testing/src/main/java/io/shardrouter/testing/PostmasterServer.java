package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that is a child process of this JVM. Thread-safe. */
final class PostmasterServer implements Server {

  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final int LINES_OF_LOG = 20;

  private final Installation installation;
  private final Watchdog watchdog;
  private final Path data;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  PostmasterServer(Installation installation, Watchdog watchdog, Path data, int port) {
    this.installation = installation;
    this.watchdog = watchdog;
    this.data = data;
    this.log = data.resolveSibling(data.getFileName() + ".log");
    this.port = port;
  }

  @Override
  public String host() {
    return Ports.loopback().getHostAddress();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    ProcessBuilder command =
        installation.command(
            data.getParent(),
            "postgres",
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-h",
            host(),
            // No sockets in the file system: nothing to leave behind, and no limit on path lengths.
            "-k",
            "");
    try {
      Process started =
          command.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())).start();
      watchdog.watch(started);
      process = started;
      awaitReady(started);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a server in " + data, e);
    }
  }

  @Override
  public synchronized void stop() {
    Process running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    // A frozen server is woken, because a stopped process does not act on SIGQUIT.
    Installation.runToEnd(
        new ProcessBuilder(
            "sh", "-c", "kill -QUIT $1; kill -CONT $1 || :", "sh", "" + running.pid()));
    try {
      if (!running.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping the server in " + data, e);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public synchronized long postmasterPid() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("the server is stopped");
    }
    return process.pid();
  }

  @Override
  public synchronized void close() {
    stop();
    try {
      Trees.delete(data);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + data, e);
    }
  }

  /** Whether the last start failed because another process listens on the port. */
  synchronized boolean lostItsPort() {
    return !isRunning() && endOfLog().contains("could not bind");
  }

  /**
   * The server itself writes its status into its lock file, for pg_ctl; a connection costs more.
   */
  private void awaitReady(Process started) throws IOException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady(started.pid())) {
      if (!started.isAlive()) {
        throw new IllegalStateException("the server did not start:\n" + endOfLog());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "the server was not ready after %s:%n%s".formatted(LONGEST_START, endOfLog()));
      }
      try {
        started.waitFor(5, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while starting the server in " + data, e);
      }
    }
  }

  /** Line 1 is the process id, line 8 the status (miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
  private boolean isReady(long pid) throws IOException {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), UTF_8);
      return lines.size() >= 8
          && lines.get(0).strip().equals(Long.toString(pid))
          && lines.get(7).strip().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log, UTF_8);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }
}
