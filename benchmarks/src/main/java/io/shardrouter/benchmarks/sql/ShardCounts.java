package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Network;
import io.shardrouter.benchmarks.measure.Spread;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What depends on how many shards there are, by turns of all ways. */
public final class ShardCounts {
  private static final int THREADS = 8;
  private static final int FEWEST_CONNECTIONS = 2;
  private static final int STATES = 1;
  private static final EnumSet<Way> WAYS =
      EnumSet.of(Way.BY_HAND, Way.SQL_GUARD_OFF, Way.SQL_GUARD_ON, Way.SHARDING_SPHERE);

  private ShardCounts() {}

  /** What is measured. */
  public enum Load {
    LATEST(Workload.LATEST, 1),
    COUNT(Workload.COUNT, 1),
    /** By several threads at once: what counts is how many they get done. */
    POINTS(Workload.POINT, THREADS);

    private final Workload workload;
    private final int threads;

    Load(Workload workload, int threads) {
      this.workload = workload;
      this.threads = threads;
    }

    private Setting setting() {
      return new Setting(Network.LOOPBACK, threads);
    }

    /** As a report calls it. */
    public String what() {
      return setting().what(workload);
    }

    /** Whether many a second are good, and not a short time. */
    public boolean isThroughput() {
      return threads > 1;
    }
  }

  /**
   * What a way took.
   *
   * @param micros the median time of one, whatever the others did meanwhile
   * @param toByHand its ratio to what is done by hand in the same round
   */
  public record Figure(Load load, int shards, String way, double micros, Spread toByHand) {
    /** How many are done in a second. */
    public double perSecond() {
      return 1e6 / micros;
    }
  }

  /** The ways, as figures call them. */
  public static List<String> ways() {
    return WAYS.stream().map(Way::what).toList();
  }

  /**
   * Measures over so many databases of one server; a peer that fails or answers otherwise has no
   * figure.
   *
   * @param rounds of a report
   */
  public static List<Figure> measure(int shards, int users, int rounds) throws SQLException {
    // As many connections as threads, however many shards share them.
    int pool = Math.max(FEWEST_CONNECTIONS, THREADS / shards);
    List<Figure> figures = new ArrayList<>();
    try (Servers servers = new Servers(shards, pool, Network.LOOPBACK, new Data(users, STATES));
        Contest contest = new Contest(servers, users, WAYS)) {
      for (Load load : Load.values()) {
        Contest.Outcome outcome = contest.measure(load.workload, load.setting(), rounds);
        outcome
            .measured()
            .forEach(
                (way, series) ->
                    figures.add(
                        new Figure(
                            load,
                            shards,
                            way.what(),
                            series.micros(),
                            series.ratiosTo(outcome.measured().get(Way.BY_HAND)))));
      }
    }
    return figures;
  }
}
