package io.shardrouter.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Servers from the PostgreSQL that is installed on this machine. Thread-safe. */
final class LocalBackend implements Backend {

  /**
   * The directory of {@code initdb} and {@code postgres}, where the search must not find others.
   */
  static final String BIN_PROPERTY = "shards.local.bin";

  /** Where Debian's packages put each major version, off the PATH. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private @Nullable Workspace workspace;

  @Override
  public Server start(Map<String, String> settings) {
    return workspace().start(settings);
  }

  private synchronized Workspace workspace() {
    if (workspace == null) {
      workspace = new Workspace(new Installation(bin(), ServerAccount.current()));
    }
    return workspace;
  }

  private static Path bin() {
    String configured = System.getProperty(BIN_PROPERTY);
    if (configured != null) {
      Path bin = Path.of(configured);
      if (!isBin(bin)) {
        throw new IllegalStateException(
            "%s = %s holds no initdb and postgres".formatted(BIN_PROPERTY, bin));
      }
      return bin;
    }
    return onPath()
        .or(LocalBackend::newestOfDebian)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No installed PostgreSQL: neither on the PATH nor in %s; name its bin with -D%s="
                        .formatted(DEBIAN, BIN_PROPERTY)));
  }

  private static Optional<Path> onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(LocalBackend::isBin)
        .findFirst();
  }

  private static Optional<Path> newestOfDebian() {
    if (Files.notExists(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("\\d+"))
          .sorted(Comparator.comparing(LocalBackend::version).reversed())
          .map(version -> version.resolve("bin"))
          .filter(LocalBackend::isBin)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + DEBIAN, e);
    }
  }

  private static Integer version(Path directory) {
    return Integer.valueOf(directory.getFileName().toString());
  }

  private static boolean isBin(Path directory) {
    return Files.isExecutable(directory.resolve("initdb"))
        && Files.isExecutable(directory.resolve("postgres"));
  }
}
