package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process that outlives this JVM and then ends its servers and removes their directory, however
 * the JVM ended.
 *
 * <p>It reads from a pipe which only this JVM can write, so the kernel itself tells it of the JVM's
 * end, SIGKILL included; there is nothing to poll. Until then it only learns which servers run.
 */
final class Watchdog {

  /**
   * Only registered process ids are signalled. A frozen server is woken first, because a stopped
   * process does not act on SIGQUIT; one that is still there ten seconds later is killed.
   */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM
      pids=
      while read -r change pid; do
        kept=
        for known in $pids; do
          [ "$known" = "$pid" ] || kept="$kept $known"
        done
        pids=$kept
        [ "$change" = + ] && pids="$pids $pid"
      done
      for pid in $pids; do
        kill -QUIT "$pid"
        kill -CONT "$pid"
      done
      for pid in $pids; do
        rounds=0
        while kill -0 "$pid"; do
          [ $rounds -lt 100 ] || { kill -KILL "$pid"; break; }
          rounds=$((rounds + 1))
          sleep 0.1
        done
      done
      rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
      """;

  private static final int LONGEST_CLEANING_SECONDS = 30;

  private final Process process;
  private final OutputStream pipe;

  /** Starts a watchdog that removes {@code directory} when this JVM ends. */
  Watchdog(Path directory) {
    try {
      process =
          new ProcessBuilder("sh", "-c", SCRIPT, "shard-testing-watchdog", directory.toString())
              .directory(Path.of("/").toFile())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the watchdog of the test servers", e);
    }
    pipe = process.getOutputStream();
    // An orderly exit waits for the cleaning, so that nothing is left once the JVM is gone.
    Runtime.getRuntime().addShutdownHook(new Thread(this::clean, "shard-testing-cleaning"));
  }

  /** Has the server ended with this JVM, unless it ends before. */
  void watch(Process server) {
    try {
      write("+ " + server.pid());
    } catch (IOException e) {
      server.destroyForcibly();
      throw new IllegalStateException(
          "the watchdog of the test servers is gone, or this JVM is shutting down", e);
    }
    var unused = server.onExit().thenAccept(this::forget);
  }

  /** The id may be another process's soon. */
  private void forget(Process server) {
    try {
      write("- " + server.pid());
    } catch (IOException e) {
      // The watchdog is cleaning up already, and sees by itself that the process is gone.
    }
  }

  private synchronized void write(String line) throws IOException {
    pipe.write((line + "\n").getBytes(US_ASCII));
    pipe.flush();
  }

  private void clean() {
    try {
      synchronized (this) {
        pipe.close();
      }
      process.waitFor(LONGEST_CLEANING_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
