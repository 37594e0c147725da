package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Conditions;
import io.shardrouter.benchmarks.measure.Destination;
import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Options;
import io.shardrouter.benchmarks.plots.Bars;
import io.shardrouter.benchmarks.plots.Plots;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what is promised of SQL without a key and prints a table of it in Markdown: {@code java
 * -jar benchmarks.jar sql [--out FILE] [--rounds N]}.
 */
public final class SqlReport {
  private static final int SHARDS = 4;
  private static final int STATES = 10;

  private final Size size;
  private final Plots plots;
  private final Findings findings = new Findings();

  /**
   * How much is done.
   *
   * @param rounds of the shortest workload; longer ones get fewer
   * @param users each with ten states
   * @param scanned rows of the scan that has a JVM of its own
   * @param starts of JVMs, each way, for the first row and for a long scan
   * @param pool how many connections each way has to a shard
   */
  public record Size(int rounds, int users, int scanned, int starts, int pool) {
    public static final Size DEFAULT = new Size(1_000, 10_000, 1_000_000, 7, 8);

    /** For a look within minutes. */
    public static final Size QUICK = new Size(40, 2_000, 100_000, 3, 8);
  }

  /** Of so much, with its plots there. */
  public SqlReport(Size size, Plots plots) {
    this.size = size;
    this.plots = plots;
  }

  /** Runs all of it; some minutes on a quiet machine. */
  public static void main(String[] args) throws SQLException, IOException {
    Options options = Options.read("sql", Size.DEFAULT.rounds, args);
    Size all = Size.DEFAULT;
    Size size = new Size(options.rounds(), all.users, all.scanned, all.starts, all.pool);
    Destination.write(options.out(), new SqlReport(size, options.plots()).run());
  }

  /** Measures, and gives the tables. */
  public String run() throws SQLException {
    String version;
    List<String> pictures = new ArrayList<>();
    try (Servers servers = servers(Network.LOOPBACK, STATES)) {
      version = servers.version();
      pictures.add(plots.draw("ratios", workloads(servers, Network.LOOPBACK)));
      new FirstRows(servers, Network.LOOPBACK, findings).measure(size.starts);
    }
    try (Servers servers = servers(Network.HALF_MILLISECOND, STATES)) {
      pictures.add(plots.draw("ratios-far", workloads(servers, Network.HALF_MILLISECOND)));
      new FirstRows(servers, Network.HALF_MILLISECOND, findings).measure(size.starts);
    }
    findings.duels().classPaths();
    int states = Math.max(1, size.scanned / size.users);
    try (Servers servers = servers(Network.LOOPBACK, states)) {
      new Scans(servers, findings).measure(states * size.users, size.starts);
    }
    return Conditions.line(
            version, "1 thread unless said otherwise, %d rounds".formatted(size.rounds))
        + findings.tables()
        + String.join("", pictures);
  }

  private Servers servers(Network network, int states) throws SQLException {
    return new Servers(SHARDS, size.pool, network, new Data(size.users, states));
  }

  private Bars workloads(Servers servers, Network network) throws SQLException {
    return new Workloads(network, size.rounds, findings).measure(servers, size.users);
  }
}
