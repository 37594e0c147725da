package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Crowd;
import io.shardrouter.benchmarks.measure.Series;
import io.shardrouter.benchmarks.measure.Turns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
        contenders.put(way, way.open(servers.access(way)));
      }
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * What came of a workload.
   *
   * @param faults why a peer was not timed
   */
  record Outcome(Map<Way, Series> measured, Map<Way, String> faults) {
    Outcome {
      measured = new EnumMap<>(measured);
      faults = new EnumMap<>(faults);
    }
  }

  /**
   * Lets all ways that do {@code workload} do it by turns, but no peer that answers it otherwise.
   *
   * @param rounds of a report
   * @throws IllegalStateException where ways of our own give different answers
   */
  Outcome measure(Workload workload, Setting setting, int rounds) throws SQLException {
    Map<Way, Contender> taking = new EnumMap<>(contenders);
    taking.keySet().removeIf(way -> !way.does(workload));
    Map<Way, String> faults = faults(workload, taking);
    taking.keySet().removeAll(faults.keySet());
    try (Crowd crowd = new Crowd(setting.threads())) {
      return new Outcome(
          turns(workload, setting, taking, crowd)
              .run(
                  setting.rounds(workload, Math.min(rounds, WARM_UP)),
                  setting.rounds(workload, rounds)),
          faults);
    }
  }

  private Turns<Way, Contender> turns(
      Workload workload, Setting setting, Map<Way, Contender> taking, Crowd crowd) {
    int block = setting.block(workload);
    int threads = setting.threads();
    List<Ids> ids = IntStream.range(0, threads).mapToObj(i -> new Ids(users, SEED + i)).toList();
    if (threads == 1) {
      return new Turns<>(taking, way -> workload.run(way, ids.get(0)), block);
    }
    return new Turns<>(
        taking,
        way -> crowd.all(thread -> workload.run(way, ids.get(thread), block)),
        1,
        block * threads);
  }

  private Map<Way, String> faults(Workload workload, Map<Way, Contender> taking)
      throws SQLException {
    Map<Way, Long> answers = new EnumMap<>(Way.class);
    Map<Way, String> faults = new EnumMap<>(Way.class);
    for (Map.Entry<Way, Contender> one : taking.entrySet()) {
      try {
        answers.put(one.getKey(), workload.run(one.getValue(), new Ids(users, SEED)));
      } catch (SQLException | RuntimeException e) {
        if (!one.getKey().isPeer()) {
          throw e;
        }
        faults.put(one.getKey(), "fails: " + e.getMessage());
      }
    }
    long right = answers.get(Way.BY_HAND);
    for (Map.Entry<Way, Long> answer : answers.entrySet()) {
      if (answer.getValue() != right) {
        if (!answer.getKey().isPeer()) {
          throw new IllegalStateException(workload + " is answered differently: " + answers);
        }
        faults.put(answer.getKey(), "wrong: %d for %d".formatted(answer.getValue(), right));
      }
    }
    return faults;
  }

  @Override
  public void close() throws SQLException {
    for (Contender contender : contenders.values()) {
      contender.close();
    }
  }
}
