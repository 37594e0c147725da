package io.shardrouter.migrator.model;

import java.util.Set;

/** A router's way from the shard that its map names, by what the guards answer. */
record Walk(Recovery recovery, Set<Protection> protections) {
  private static final int HOPS = 12;

  /** Where a router gets through, or where it has to wait for recovery: else -1. */
  int end(State start, Key key, int from) {
    State state = start;
    int at = from;
    for (int hop = 0; hop < HOPS; hop++) {
      Verdict verdict = Verdict.of(state, at, key, protections);
      if (verdict instanceof Verdict.Passes) {
        return at;
      }
      if (verdict instanceof Verdict.Elsewhere elsewhere) {
        at = elsewhere.shard();
      } else if (verdict instanceof Verdict.Pending pending) {
        Move move = state.move(pending.move());
        if (move.decision() != Decision.COMMIT) {
          at = move.source();
        } else if (recovery.canAdopt(state, pending.move())) {
          state = recovery.adopted(state, pending.move());
        } else {
          return at;
        }
      }
    }
    return -1;
  }
}
