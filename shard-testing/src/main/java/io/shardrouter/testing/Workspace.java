package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The directory of this JVM's server processes: one freshly initialized data directory as a
 * template, its copies, and their logs. The watchdog removes it with the JVM. Thread-safe.
 */
final class Workspace {

  private static final int PORTS_TRIED = 5;

  private final Installation installation;
  private final Path directory;
  private final Watchdog watchdog;
  private final AtomicInteger servers = new AtomicInteger();
  private @Nullable Path template;

  Workspace(Installation installation) {
    this.installation = installation;
    try {
      directory = Files.createTempDirectory("shards-");
      watchdog = new Watchdog(directory);
      installation.account().own(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a directory for test servers", e);
    }
  }

  /** Copies the template and starts a server on it. */
  PostmasterServer start(Map<String, String> settings) {
    Path data = directory.resolve("server-" + servers.incrementAndGet());
    installation.runToEnd(directory, "cp", "-Rp", template().toString(), data.toString());
    configure(data, settings);
    for (int tried = 1; ; tried++) {
      PostmasterServer server = new PostmasterServer(installation, watchdog, data, Ports.unused());
      try {
        server.start();
        return server;
      } catch (IllegalStateException e) {
        // Another process may have taken the port since it was found unused.
        if (tried == PORTS_TRIED || !server.lostItsPort()) {
          server.close();
          throw e;
        }
      }
    }
  }

  private synchronized Path template() {
    if (template == null) {
      template = initialize(directory.resolve("template"));
    }
    return template;
  }

  /** "C" sorts and compares alike on every operating system, and is always there. */
  private Path initialize(Path data) {
    Path passwordFile = directory.resolve("password");
    try {
      Files.writeString(passwordFile, Superuser.INSTANCE.password());
      Installation.runToEnd(
          installation.command(
              directory,
              "initdb",
              "--no-sync",
              "--pgdata=" + data,
              "--username=" + Superuser.INSTANCE.name(),
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C"));
      Files.delete(passwordFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + data, e);
    }
    return data;
  }

  /** In the file and not on the command line, so that a test's ALTER SYSTEM stands above it. */
  private static void configure(Path data, Map<String, String> settings) {
    String lines =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = " + quoted(setting.getValue()) + "\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(
          data.resolve("postgresql.conf"), "\n" + lines, UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure " + data, e);
    }
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
