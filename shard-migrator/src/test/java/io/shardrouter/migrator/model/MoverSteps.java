package io.shardrouter.migrator.model;

import io.shardrouter.migrator.model.Writer.Mode;
import io.shardrouter.migrator.model.Writer.Phase;
import java.util.Set;

/**
 * A mover's work up to its commit. It may stop anywhere: for good, which is a step, or for a while
 * (a zombie), which is nothing but others' steps in between.
 */
record MoverSteps(Bounds bounds, Set<Protection> protections) {
  void from(State state, Steps steps) {
    int free = -1;
    int atWork = 0;
    for (int i = 0; i < State.MOVES; i++) {
      Move move = state.move(i);
      if (move.isLive() && move.mover() != Mover.GONE) {
        atWork++;
        next(state, i, move, steps);
      }
      if (move.equals(Move.UNUSED) && free < 0 && i < bounds.moves()) {
        free = i;
      }
    }
    if (free >= 0 && atWork < bounds.movers()) {
      begin(state, free, steps);
    }
  }

  private void begin(State state, int free, Steps steps) {
    for (int source = 0; source < State.SHARDS; source++) {
      for (Thing thing : Thing.ALL) {
        Placement deciding = state.deciding(source, thing);
        boolean holds = deciding.shard() == source || !has(Protection.COMPARE_AND_SET);
        if (holds
            && deciding.epoch() < Move.GREATEST_EPOCH
            && !conflict(state, thing, source, -1, -1)) {
          for (int target = 0; target < State.SHARDS; target++) {
            if (target != source) {
              Move move = Move.begun(thing, source, target, deciding.epoch() + 1);
              steps.step(Action.BEGIN_ON_SOURCE, free, state.withMove(free, move));
            }
          }
        }
      }
    }
    if (bounds.returns()) {
      Returning.begin(this, state, free, steps);
    }
  }

  private void next(State state, int i, Move move, Steps steps) {
    steps.step(Action.CRASH, i, state.withMove(i, move.with(Mover.GONE)));
    switch (move.mover()) {
      case BEGUN_ON_SOURCE -> beginOnTarget(state, i, move, steps);
      case BEGUN_ON_BOTH -> fence(state, i, move, steps);
      case FENCED -> copy(state, i, move, steps);
      case COPIED -> decide(state, i, move, steps);
      case DECIDING -> steps.step(Action.COMMIT_MOVE, i, committed(state, i, move));
      case GONE -> throw new IllegalStateException("gone");
    }
  }

  /** Whether another open move forbids this one on a shard; two moves are let be. */
  boolean conflict(State state, Thing thing, int shard, int self, int returned) {
    for (int i = 0; i < State.MOVES; i++) {
      Move other = state.move(i);
      if (i != self
          && i != returned
          && other.isLive()
          && other.isOpenOn(shard)
          && has(
              other.thing() == thing
                  ? Protection.ONE_MOVE_OF_A_THING
                  : Protection.KEY_SLOT_EXCLUSION)) {
        return true;
      }
    }
    return false;
  }

  private void beginOnTarget(State state, int i, Move move, Steps steps) {
    int target = move.target();
    State cleared = withoutAbortedLeftovers(state, target, i);
    int returned = move.returns() ? Returning.returnedBy(state, move) : -1;
    if (move.returns() && returned < 0) {
      return;
    }
    if (!conflict(cleared, move.thing(), target, i, returned) && hasRoom(state, move)) {
      Move begun = move.with(Mover.BEGUN_ON_BOTH).with(OnTarget.BEGUN);
      steps.step(Action.BEGIN_ON_TARGET, i, cleared.withMove(i, begun));
    }
  }

  private static State withoutAbortedLeftovers(State state, int target, int self) {
    State next = state;
    for (int i = 0; i < State.MOVES; i++) {
      Move move = next.move(i);
      if (i != self && move.isLive() && move.pendsOn(target) && move.decision() == Decision.ABORT) {
        next = next.withMove(i, move.with(OnTarget.FINISHED).withoutStaging());
      }
    }
    return next;
  }

  private static boolean hasRoom(State state, Move move) {
    int target = move.target();
    boolean single = state.rows(target, Key.SINGLE) == Copy.NONE;
    if (move.thing() == Thing.KEY) {
      return single;
    }
    boolean own = state.keyRow(target).isRow() && state.keyRow(target).shard() == target;
    return state.rows(target, Key.COMMON) == Copy.NONE && (single || own);
  }

  private void fence(State state, int i, Move move, Steps steps) {
    if (move.returns()) {
      Returning.fence(this, state, i, move, steps);
      return;
    }
    Placement deciding = state.deciding(move.source(), move.thing());
    boolean unchanged =
        deciding.shard() == move.source() && deciding.epoch() == epochBefore(deciding, move);
    if ((unchanged || !comparesInFence()) && locksFree(state, i, move)) {
      steps.step(Action.FENCE, i, state.withMove(i, move.with(Mover.FENCED)));
    }
  }

  private boolean comparesInFence() {
    return has(Protection.COMPARE_AND_SET) && has(Protection.COMPARED_IN_FENCE);
  }

  private int epochBefore(Placement deciding, Move move) {
    return has(Protection.EPOCH) ? move.epoch() - 1 : deciding.epoch();
  }

  private boolean locksFree(State state, int i, Move move) {
    for (int m = 0; m < State.MOVES; m++) {
      Move other = state.move(m);
      if (m != i
          && other.isLive()
          && !other.returns()
          && other.mover().holdsFence()
          && other.source() == move.source()) {
        return false;
      }
    }
    return !has(Protection.GUARD_LOCK) || !guarded(state, move);
  }

  private static boolean guarded(State state, Move move) {
    for (int i = 0; i < State.WRITERS; i++) {
      Writer writer = state.writer(i);
      if (writer.isOpenOn(move.source())
          && writer.hasPassed()
          && writer.mode() != Mode.WIDE
          && (move.thing() == Thing.SLOT || writer.key() == Key.SINGLE)) {
        return true;
      }
    }
    return false;
  }

  /** Under the fence, out of the source; and a journal row cleared meanwhile stays cleared. */
  private void copy(State state, int i, Move move, Steps steps) {
    if (move.onTarget() != OnTarget.BEGUN) {
      return;
    }
    Move copied = move.with(Mover.COPIED).with(OnTarget.STAGED);
    if (move.returns()) {
      copied = Returning.copy(state, move, copied);
    } else {
      for (Key key : Key.ALL) {
        if (move.takesAlong(key, state, protections)) {
          copied = copied.withStaged(key, state.rows(move.source(), key));
        }
      }
      if (move.thing() == Thing.SLOT && has(Protection.KEY_ROWS_HANDED)) {
        copied = copied.withHanded(state.keyRow(move.source()));
      }
    }
    steps.step(Action.COPY, i, state.withMove(i, copied));
  }

  private void decide(State state, int i, Move move, Steps steps) {
    boolean free = move.decision() == Decision.NONE || !has(Protection.FIRST_DECISION_WINS);
    if (free && lastLocksFree(state, i, move) && (move.returns() || copyHolds(state, move))) {
      steps.step(Action.DECIDE, i, state.withMove(i, move.with(Mover.DECIDING)));
    }
  }

  private boolean copyHolds(State state, Move move) {
    for (Key key : Key.ALL) {
      if (move.takesAlong(key, state, protections)
          && move.staged(key) != state.rows(move.source(), key)) {
        return !has(Protection.COPY_CHECKED_LAST);
      }
    }
    return true;
  }

  /** The group's lock, the fence table, and the locks of the rows to be deleted. */
  private boolean lastLocksFree(State state, int i, Move move) {
    for (int m = 0; m < State.MOVES; m++) {
      Move other = state.move(m);
      if (m != i
          && other.isLive()
          && other.mover() == Mover.DECIDING
          && other.source() == move.source()) {
        return false;
      }
    }
    for (int w = 0; w < State.WRITERS; w++) {
      Writer writer = state.writer(w);
      if (writer.isOpenOn(move.source()) && blocksDecision(state, move, writer)) {
        return false;
      }
    }
    return true;
  }

  private boolean blocksDecision(State state, Move move, Writer writer) {
    boolean row =
        writer.phase() == Phase.WRITTEN && move.takesAlong(writer.key(), state, protections);
    return row
        || (writer.mode() == Mode.WIDE && has(Protection.GROUP_LOCK))
        || (writer.mode() == Mode.REPEATABLE_READ && has(Protection.SNAPSHOT_FENCE));
  }

  private State committed(State state, int i, Move move) {
    State next = state;
    if (move.returns()) {
      next = Returning.finishReturned(this, next, move);
    } else {
      for (Key key : Key.ALL) {
        if (move.takesAlong(key, state, protections)) {
          next = next.withRows(move.source(), key, Copy.NONE);
        }
      }
    }
    return next.withRow(move.thing(), move.source(), new Placement(move.target(), move.epoch()))
        .withMove(i, move.with(Mover.GONE).with(Decision.COMMIT));
  }

  boolean has(Protection protection) {
    return protections.contains(protection);
  }
}
