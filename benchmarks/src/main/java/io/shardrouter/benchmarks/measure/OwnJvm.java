package io.shardrouter.benchmarks.measure;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A JVM of this class path that does one thing, says what came of it in one line, and ends. */
public final class OwnJvm {
  private static final String PASSWORD = "BENCHMARKS_PASSWORD";

  private OwnJvm() {}

  /**
   * Starts one and waits for its end.
   *
   * @param mebibytes its {@code -Xmx}
   * @param password which {@link #password} gives there, so that no list of processes shows it
   * @return the words of the last line that it printed
   * @throws SQLException where it fails
   */
  public static List<String> run(
      Class<?> main, int mebibytes, String password, List<String> arguments) throws SQLException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + mebibytes + "m");
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put(PASSWORD, password);
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new SQLException(
            main.getSimpleName() + " ended with status " + process.exitValue() + ": " + arguments);
      }
      String last = said.strip();
      return Splitter.on(' ').splitToList(last.substring(last.lastIndexOf('\n') + 1));
    } catch (IOException e) {
      throw new SQLException("a JVM cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  /** Within such a JVM: the password that it was given. */
  public static String password() {
    return System.getenv(PASSWORD);
  }

  /** The most that this JVM has used of its heap so far, in MiB. */
  public static double peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum()
        / 1048576.0;
  }
}
