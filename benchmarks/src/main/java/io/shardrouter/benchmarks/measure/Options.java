package io.shardrouter.benchmarks.measure;

import io.shardrouter.benchmarks.plots.Plots;
import java.nio.file.Path;

/**
 * What a command line may say of a report.
 *
 * @param out the file to write; empty: standard output
 * @param rounds of the shortest workload
 */
public record Options(String out, int rounds) {
  /**
   * Reads {@code [--out FILE] [--rounds N]}.
   *
   * @param part as the command line calls it; empty: it does not
   * @param rounds where it says none
   */
  public static Options read(String part, int rounds, String[] args) {
    String out = "";
    int said = rounds;
    for (int i = 0; i < args.length; i += 2) {
      if (args[i].equals("--out") && i + 1 < args.length) {
        out = args[i + 1];
      } else if (args[i].equals("--rounds") && i + 1 < args.length) {
        said = UsageException.whole(args[i], args[i + 1]);
      } else {
        throw new UsageException(
            "usage: java -jar benchmarks.jar%s [--out FILE] [--rounds N]"
                .formatted(part.isEmpty() ? "" : " " + part));
      }
    }
    return new Options(out, said);
  }

  /** Beside the file, if there is one. */
  public Plots plots() {
    return out.isEmpty() ? Plots.none() : Plots.beside(Path.of(out));
  }
}
