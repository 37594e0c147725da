package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Network;

/**
 * How far away the shards are, and by how many threads at once something is done.
 *
 * @param threads each with an order of users of its own
 */
record Setting(Network network, int threads) {
  /** Where a round trip is longer than everything else, fewer turns tell as much. */
  private static final int FEWER_FAR_AWAY = 5;

  /** So that a turn of several threads is not too long, nor all of them. */
  private static final int FEWER_TOGETHER = 2;

  private static final Setting PLAIN = new Setting(Network.LOOPBACK, 1);

  /** As the report calls {@code workload} then. */
  String what(Workload workload) {
    return what(workload.what());
  }

  /** The same of what is no workload. */
  String what(String done) {
    return done
        + (threads > 1 ? ", %d threads".formatted(threads) : "")
        + (isFar() ? ", round trip + %.1f ms".formatted(network.delay().toNanos() / 1e6) : "");
  }

  /** Whether it is what is promised of. */
  boolean isPlain() {
    return equals(PLAIN);
  }

  private boolean isFar() {
    return !network.delay().isZero();
  }

  /** How often each thread does {@code workload} at a turn. */
  int block(Workload workload) {
    return Math.max(1, workload.block() / fewer());
  }

  /** How many of a report's rounds are for {@code workload}. */
  int rounds(Workload workload, int all) {
    return workload.rounds(Math.max(Math.min(all, Workload.FEWEST_ROUNDS), all / fewer()));
  }

  private int fewer() {
    return isFar() ? FEWER_FAR_AWAY : threads > 1 ? FEWER_TOGETHER : 1;
  }
}
