package io.shardrouter.benchmarks.measure;

import java.time.Duration;

/** How far away the shards are, for every path alike. */
public enum Network {
  /** Straight to the servers of this machine. */
  LOOPBACK(Duration.ZERO),
  /** Through a proxy that makes each round trip half a millisecond longer. */
  HALF_MILLISECOND(Duration.ofNanos(500_000));

  private final Duration delay;

  Network(Duration delay) {
    this.delay = delay;
  }

  /** What a round trip costs more than on loopback; zero needs no proxy. */
  public Duration delay() {
    return delay;
  }
}
