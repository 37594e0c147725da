package io.shardrouter.benchmarks.plots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where plots are written. A machine that cannot draw, for want of fonts or of the JDK's parts for
 * it, still measures: the report then says what is missing.
 */
public final class Plots {
  private static final String DIRECTORY = "plots";

  private final Optional<Path> directory;

  private Plots(Optional<Path> directory) {
    this.directory = directory;
  }

  /** In the directory {@code plots} beside a report, which refers to them by that. */
  public static Plots beside(Path report) {
    return new Plots(Optional.of(report.resolveSibling(DIRECTORY)));
  }

  /** For a report that is only printed. */
  public static Plots none() {
    return new Plots(Optional.empty());
  }

  /**
   * Draws.
   *
   * @param name of the file, without its ending
   * @return a paragraph of Markdown, after an empty line, that shows the plot or says why it is
   *     missing; empty for a report that is only printed
   */
  public String draw(String name, Plot plot) {
    if (directory.isEmpty()) {
      return "";
    }
    String file = name + ".png";
    try {
      Files.createDirectories(directory.get());
      Drawing.write(plot, directory.get().resolve(file));
      return "%n![%s](%s/%s)%n".formatted(plot.title(), DIRECTORY, file);
    } catch (IOException | RuntimeException | Error e) {
      // Where AWT cannot work it throws errors of many kinds. And nobody shall take an older
      // picture for this run's.
      return "%nPlot missing: %s (%s)%s%n".formatted(plot.title(), e, removed(file));
    }
  }

  private String removed(String file) {
    try {
      Files.deleteIfExists(directory.orElseThrow().resolve(file));
      return "";
    } catch (IOException e) {
      return "; an older one is still there (" + e + ")";
    }
  }
}
