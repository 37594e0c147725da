package io.shardrouter.migrator.model;

import java.util.Set;

/**
 * What anybody can do with a move at any time: routers that met SR002, the mover itself after its
 * commit, and any number of recoveries. Each step depends on the decision alone, which never
 * changes; so one that read it long ago does what one that reads it now would do, and needs no
 * state of its own.
 */
record Recovery(Set<Protection> protections) {
  void from(State state, Steps steps) {
    for (int i = 0; i < State.MOVES; i++) {
      Move move = state.move(i);
      if (!move.isLive()) {
        continue;
      }
      if (canAbort(move)) {
        steps.step(Action.ABORT, i, state.withMove(i, move.with(Decision.ABORT)));
      }
      if (canAdopt(state, i)) {
        steps.step(Action.ADOPT, i, adopted(state, i));
      }
      if (canClear(move)) {
        steps.step(Action.CLEAR, i, state.withMove(i, cleared(move)));
      }
      if (canFinishSource(move)) {
        steps.step(Action.FINISH_SOURCE, i, state.withMove(i, move.finishedOnSource()));
      }
    }
  }

  /** The insert waits for a decision that is not committed yet, and then loses to it. */
  private static boolean canAbort(Move move) {
    return move.decision() == Decision.NONE
        && move.mover() != Mover.DECIDING
        && (move.openOnSource() || move.onTarget().isOpen());
  }

  boolean canAdopt(State state, int i) {
    Move move = state.move(i);
    boolean known = move.decision() == Decision.COMMIT || !has(Protection.ADOPT_AFTER_DECISION);
    boolean locked = has(Protection.RETURN_LOCKS_JOURNAL) && Returning.isLocked(state, i);
    boolean arrived =
        move.onTarget() == OnTarget.STAGED
            || (move.onTarget() == OnTarget.FINISHED && move.decision() == Decision.COMMIT);
    return known && arrived && !locked;
  }

  State adopted(State state, int i) {
    Move move = state.move(i);
    if (move.onTarget() == OnTarget.FINISHED && has(Protection.ADOPT_ONCE)) {
      return state;
    }
    int target = move.target();
    State next = state;
    for (Key key : Key.ALL) {
      if (move.staged(key) != Copy.NONE) {
        next = next.withRows(target, key, move.staged(key));
      }
    }
    next = merged(next, move.thing(), target, new Placement(target, move.epoch()));
    next = merged(next, Thing.KEY, target, move.handed());
    Move finished = move.with(OnTarget.FINISHED);
    return next.withMove(i, has(Protection.ADOPT_ONCE) ? finished.withoutStaging() : finished);
  }

  private State merged(State state, Thing thing, int shard, Placement row) {
    return has(Protection.EPOCH) || !row.isRow()
        ? withNewer(state, thing, shard, row)
        : state.withRow(thing, shard, row);
  }

  static State withNewer(State state, Thing thing, int shard, Placement row) {
    return row.epoch() > state.row(thing, shard).epoch() ? state.withRow(thing, shard, row) : state;
  }

  private static boolean canClear(Move move) {
    return move.decision() == Decision.ABORT && move.onTarget().isOpen();
  }

  private static Move cleared(Move move) {
    return move.with(OnTarget.FINISHED).withoutStaging();
  }

  private static boolean canFinishSource(Move move) {
    return move.openOnSource()
        && (move.decision() == Decision.ABORT
            || (move.decision() == Decision.COMMIT && move.onTarget() == OnTarget.FINISHED));
  }

  /** What recovery alone makes of a state when no mover ever does anything again. */
  State toTheEnd(State state, boolean adoptionsFail) {
    State before = state;
    State next = settled(state, adoptionsFail);
    while (!next.equals(before)) {
      before = next;
      next = settled(next, adoptionsFail);
    }
    return next;
  }

  private State settled(State state, boolean adoptionsFail) {
    State next = state;
    for (int i = 0; i < State.MOVES; i++) {
      if (next.move(i).isLive()) {
        next = settled(next, i, adoptionsFail);
      }
    }
    return next;
  }

  private State settled(State state, int i, boolean adoptionsFail) {
    State next = state.withMove(i, withBackendsEnded(state.move(i)));
    if (canAbort(next.move(i))) {
      next = next.withMove(i, next.move(i).with(Decision.ABORT));
      next = next.withMove(i, withBackendsEnded(next.move(i)));
    }
    if (canAdopt(next, i)) {
      boolean fails = adoptionsFail && !next.move(i).returns();
      next = fails ? returned(next, i) : adopted(next, i);
    }
    if (canClear(next.move(i))) {
      next = next.withMove(i, cleared(next.move(i)));
    }
    return canFinishSource(next.move(i)) ? next.withMove(i, next.move(i).finishedOnSource()) : next;
  }

  /** A whole return at once, by the steps of which it is made. */
  private State returned(State state, int i) {
    Move move = state.move(i);
    if (move.onTarget() == OnTarget.FINISHED) {
      return state;
    }
    int back = move.source();
    Placement row = new Placement(back, move.epoch() + 1);
    State next = state.withRow(move.thing(), move.target(), row);
    for (Key key : Key.ALL) {
      if (move.staged(key) != Copy.NONE) {
        next = next.withRows(back, key, move.staged(key));
      }
    }
    next = merged(merged(next, move.thing(), back, row), Thing.KEY, back, move.handed());
    if (has(Protection.RETURN_KEEPS_KEY_ROWS)) {
      next = withNewer(next, Thing.KEY, move.target(), move.handed());
    }
    return next.withMove(i, cleared(move));
  }

  private Move withBackendsEnded(Move move) {
    boolean waits = move.mover() == Mover.DECIDING && !has(Protection.SLEEPER_NOT_AWAITED);
    return has(Protection.BACKENDS_ENDED) && !waits ? move.with(Mover.GONE) : move;
  }

  boolean has(Protection protection) {
    return protections.contains(protection);
  }
}
