package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL's programs and the account that runs them.
 *
 * @param bin the directory of {@code initdb} and {@code postgres}
 */
record Installation(Path bin, ServerAccount account) {

  ProcessBuilder command(Path directory, String program, String... arguments) {
    List<String> words = new ArrayList<>(account.prefix());
    words.add(bin.resolve(program).toString());
    words.addAll(List.of(arguments));
    return clean(new ProcessBuilder(words), directory);
  }

  /** Runs a program of the operating system as the account of the servers, to its end. */
  void runToEnd(Path directory, String... command) {
    List<String> words = new ArrayList<>(account.prefix());
    words.addAll(List.of(command));
    runToEnd(clean(new ProcessBuilder(words), directory));
  }

  /** Runs a program to its end and returns what it printed. */
  static String runToEnd(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "%s ended with status %d: %s".formatted(builder.command(), status, output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + builder.command(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + builder.command(), e);
    }
  }

  /**
   * The same servers on every machine: no PGDATA, locale or time zone of whoever runs the tests.
   */
  private static ProcessBuilder clean(ProcessBuilder builder, Path directory) {
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG"));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    return builder.directory(directory.toFile());
  }
}
