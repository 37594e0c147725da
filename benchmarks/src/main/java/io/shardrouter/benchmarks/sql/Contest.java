package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.measure.Turns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Ways to the same rows, opened together, which take turns. */
final class Contest implements AutoCloseable {
  private static final long SEED = 42;

  /** Turns until the compilers have settled. */
  private static final int WARM_UP = 600;

  private final Map<Way, Contender> contenders = new EnumMap<>(Way.class);
  private final int users;

  Contest(Servers servers, int users, Collection<Way> ways) throws SQLException {
    this.users = users;
    try {
      for (Way way : ways) {
        contenders.put(way, way.open(servers.access(way.guard())));
      }
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Lets {@code ways} do {@code workload} by turns.
   *
   * @param rounds of a workload whose share is 1
   * @throws IllegalStateException where they give different answers
   */
  Map<Way, Series> measure(Workload workload, int rounds, Collection<Way> ways)
      throws SQLException {
    Map<Way, Contender> taking = new EnumMap<>(contenders);
    taking.keySet().retainAll(ways);
    requireSameAnswers(workload, taking);
    Ids ids = new Ids(users, SEED);
    return new Turns<>(taking, way -> workload.run(way, ids), workload.block())
        .run(workload.rounds(Math.min(rounds, WARM_UP)), workload.rounds(rounds));
  }

  private void requireSameAnswers(Workload workload, Map<Way, Contender> taking)
      throws SQLException {
    Map<Way, Long> answers = new EnumMap<>(Way.class);
    for (Map.Entry<Way, Contender> one : taking.entrySet()) {
      answers.put(one.getKey(), workload.run(one.getValue(), new Ids(users, SEED)));
    }
    if (answers.values().stream().distinct().count() != 1) {
      throw new IllegalStateException(workload + " is answered differently: " + answers);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Contender contender : contenders.values()) {
      contender.close();
    }
  }
}
