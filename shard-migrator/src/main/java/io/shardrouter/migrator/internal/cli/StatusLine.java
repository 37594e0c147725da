package io.shardrouter.migrator.internal.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * One line that is written over and over while nothing else is printed; nothing at all unless a
 * person sits before a terminal. Not thread-safe.
 */
final class StatusLine implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";
  private static final long REPAINT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PrintWriter terminal;
  private final boolean visible;
  private long painted = System.nanoTime() - REPAINT_NANOS;

  private StatusLine(PrintWriter terminal, boolean visible) {
    this.terminal = terminal;
    this.visible = visible;
  }

  /** On standard error, where that is a terminal. */
  static StatusLine on(PrintWriter standardError) {
    return new StatusLine(standardError, isTerminal());
  }

  /** Shows {@code text} instead of what was shown, at most ten times a second. */
  void show(String text) {
    if (visible && System.nanoTime() - painted >= REPAINT_NANOS) {
      painted = System.nanoTime();
      terminal.print(ERASE + text);
      terminal.flush();
    }
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (visible) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }

  @SuppressWarnings("SystemConsoleNull") // The second half is for the newer JVMs.
  private static boolean isTerminal() {
    Console console = System.console();
    String term = System.getenv("TERM");
    if (console == null || term == null || term.equals("dumb")) {
      return false;
    }
    try {
      // Since Java 22 there is a console without a terminal too.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderThan22) {
      return true;
    }
  }
}
