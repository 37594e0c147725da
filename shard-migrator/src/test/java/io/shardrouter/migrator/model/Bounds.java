package io.shardrouter.migrator.model;

import java.util.Set;

/**
 * How much of the world is explored.
 *
 * @param moves at most this many are ever begun
 * @param movers at most this many are at work, or asleep in the middle of it, at once
 * @param writers open transactions of routers at once
 * @param modes how these transactions may run
 * @param returns whether an adoption may fail for good, so that the move is returned
 */
record Bounds(
    String name, int moves, int movers, int writers, Set<Writer.Mode> modes, boolean returns) {
  Bounds {
    modes = Set.copyOf(modes);
    if (moves > State.MOVES || writers > State.WRITERS) {
      throw new IllegalArgumentException("a state has no room for that");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
