package io.shardrouter.migrator.model;

/**
 * What differs in a return: its rows come from the staging of the decided move that cannot be
 * adopted, and its fence is the lock of that move's journal row on the target, which an adoption
 * needs too.
 */
final class Returning {
  private Returning() {}

  static void begin(MoverSteps movers, State state, int free, Steps steps) {
    for (int i = 0; i < State.MOVES; i++) {
      Move move = state.move(i);
      if (move.isLive()
          && move.awaitsAdoption()
          && move.epoch() < Move.GREATEST_EPOCH
          && !movers.conflict(state, move.thing(), move.target(), -1, i)) {
        Move back = move.takenBack();
        steps.step(Action.BEGIN_ON_SOURCE, free, state.withMove(free, back));
      }
    }
  }

  /** Index of the move that a return takes back while it can still be, or -1. */
  static int returnedBy(State state, Move back) {
    for (int i = 0; i < State.MOVES; i++) {
      Move move = state.move(i);
      if (move.isLive()
          && move.awaitsAdoption()
          && move.thing() == back.thing()
          && move.target() == back.source()
          && move.epoch() == back.epoch() - 1) {
        return i;
      }
    }
    return -1;
  }

  static void fence(MoverSteps movers, State state, int i, Move back, Steps steps) {
    int returned = returnedBy(state, back);
    boolean lockFree = !isLocked(state, returned) || !movers.has(Protection.RETURN_LOCKS_JOURNAL);
    if (returned >= 0 && lockFree) {
      steps.step(Action.FENCE, i, state.withMove(i, back.with(Mover.FENCED)));
    }
  }

  /** Whether a return holds the lock of this move's journal row on its target. */
  static boolean isLocked(State state, int index) {
    for (int i = 0; i < State.MOVES; i++) {
      Move move = state.move(i);
      if (move.isLive()
          && move.returns()
          && move.mover().holdsFence()
          && returnedBy(state, move) == index) {
        return true;
      }
    }
    return false;
  }

  static Move copy(State state, Move back, Move copied) {
    int returned = returnedBy(state, back);
    if (returned < 0) {
      return copied;
    }
    Move move = state.move(returned);
    return copied
        .withStaged(Key.SINGLE, move.staged(Key.SINGLE))
        .withStaged(Key.COMMON, move.staged(Key.COMMON))
        .withHanded(move.handed());
  }

  static State finishReturned(MoverSteps movers, State state, Move back) {
    int returned = returnedBy(state, back);
    if (returned < 0) {
      return state;
    }
    Move move = state.move(returned);
    State next = state.withMove(returned, move.with(OnTarget.FINISHED).withoutStaging());
    return movers.has(Protection.RETURN_KEEPS_KEY_ROWS)
        ? Recovery.withNewer(next, Thing.KEY, back.source(), move.handed())
        : next;
  }
}
