package io.shardrouter.benchmarks.measure;

import java.time.Duration;

/** How far away the shards are, for every path alike. */
public enum Network {
  /** Straight to the servers of this machine. */
  LOOPBACK("on loopback", Duration.ZERO),
  /** Through a proxy that makes each round trip half a millisecond longer. */
  HALF_MILLISECOND("round trips 0.5 ms longer", Duration.ofNanos(500_000));

  private final String what;
  private final Duration delay;

  Network(String what, Duration delay) {
    this.what = what;
    this.delay = delay;
  }

  /** As a report calls it. */
  public String what() {
    return what;
  }

  /** What a round trip costs more than on loopback; zero needs no proxy. */
  public Duration delay() {
    return delay;
  }
}
