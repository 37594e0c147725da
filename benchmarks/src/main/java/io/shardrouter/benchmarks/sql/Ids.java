package io.shardrouter.benchmarks.sql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Users in an order without a pattern, the same for the same seed. For one thread. */
final class Ids {
  /** Made beforehand: that is not what is measured. */
  private final String[] all;

  private final SplittableRandom random;

  /**
   * @param users how many there are
   */
  Ids(int users, long seed) {
    this.all = IntStream.range(0, users).mapToObj(Data::id).toArray(String[]::new);
    this.random = new SplittableRandom(seed);
  }

  String next() {
    return all[random.nextInt(all.length)];
  }

  /** So many different ones, or all. */
  List<String> several(int count) {
    Set<String> ids = new LinkedHashSet<>();
    while (ids.size() < Math.min(count, all.length)) {
      ids.add(next());
    }
    return List.copyOf(ids);
  }
}
