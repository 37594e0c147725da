package io.shardrouter.migrator.model;

import java.util.Set;

/** The protocol within bounds, with some of its protections. */
record Model(WriterSteps writers, MoverSteps movers, Recovery recovery, boolean spends) {
  static Model of(Bounds bounds, Set<Protection> protections) {
    return new Model(
        new WriterSteps(bounds, protections),
        new MoverSteps(bounds, protections),
        new Recovery(protections),
        protections.contains(Protection.ADOPT_ONCE));
  }

  void from(State state, Steps steps) {
    writers.from(state, steps);
    movers.from(state, steps);
    recovery.from(state, steps);
  }

  /**
   * The state that is kept for all states which behave alike. Of a move with which nothing can
   * happen any more only the number counts: an adoption does nothing where it finds it finished.
   */
  State canonical(State state) {
    State next = state;
    for (int i = 0; spends && i < State.MOVES; i++) {
      if (next.move(i).isSpent()) {
        next = next.withMove(i, Move.SPENT);
      }
    }
    return next.canonical();
  }
}
