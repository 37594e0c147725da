package io.shardrouter.migrator.model;

import java.util.Set;

/** What the guard of a shard answers for a key. */
sealed interface Verdict {
  record Passes() implements Verdict {}

  /** SR001. */
  record Elsewhere(int shard, int epoch) implements Verdict {}

  /** SR002. */
  record Pending(int move) implements Verdict {}

  static Verdict of(State state, int shard, Key key, Set<Protection> protections) {
    Placement deciding = state.deciding(shard, key);
    if (deciding.shard() == shard) {
      return new Passes();
    }
    boolean byKey = key == Key.SINGLE && state.keyRow(shard).isRow();
    int found = -1;
    int greatest = protections.contains(Protection.EPOCH) ? deciding.epoch() : -1;
    for (int i = 0; i < State.MOVES; i++) {
      Move move = state.move(i);
      if (move.isLive()
          && move.pendsOn(shard)
          && concerns(move, key, byKey)
          && move.epoch() > greatest) {
        found = i;
        greatest = move.epoch();
      }
    }
    return found >= 0 && protections.contains(Protection.PENDING_ANSWER)
        ? new Pending(found)
        : new Elsewhere(deciding.shard(), deciding.epoch());
  }

  private static boolean concerns(Move move, Key key, boolean byKey) {
    return move.thing() == Thing.KEY ? key == Key.SINGLE : !byKey;
  }
}
