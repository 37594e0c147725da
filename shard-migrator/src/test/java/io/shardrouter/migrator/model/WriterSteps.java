package io.shardrouter.migrator.model;

import io.shardrouter.migrator.model.Writer.Mode;
import io.shardrouter.migrator.model.Writer.Phase;
import java.util.Set;

/**
 * The transactions of routers. A router may begin on any shard, however stale its map would have to
 * be for that: so the maps themselves need not be part of the state. Where the guard does not pass
 * nothing changes; that following its answers ends well is checked in every state by {@link Walk}.
 */
record WriterSteps(Bounds bounds, Set<Protection> protections) {
  void from(State state, Steps steps) {
    for (int i = 0; i < bounds.writers(); i++) {
      Writer writer = state.writer(i);
      if (writer.phase() == Phase.IDLE) {
        begin(state, i, steps);
        continue;
      }
      steps.step(Action.ROLL_BACK, i, state.withWriter(i, Writer.IDLE));
      switch (writer.phase()) {
        case SNAPSHOT -> guardBySnapshot(state, i, writer, steps);
        case GUARDED -> write(state, i, writer, steps);
        case WRITTEN -> steps.step(Action.COMMIT, i, committed(state, i, writer));
        case IDLE -> throw new IllegalStateException("idle");
      }
    }
  }

  private void begin(State state, int i, Steps steps) {
    for (int shard = 0; shard < State.SHARDS; shard++) {
      for (Key key : Key.ALL) {
        if (!state.holds(shard, key)) {
          continue;
        }
        for (Mode mode : bounds.modes()) {
          Writer writer = new Writer(Phase.GUARDED, mode, shard, key);
          if (mode == Mode.REPEATABLE_READ) {
            if (!fenceTableHeld(state, shard)) {
              steps.step(Action.SNAPSHOT, i, state.withWriter(i, writer.at(Phase.SNAPSHOT)));
            }
          } else if (locksFree(state, writer)) {
            steps.step(Action.GUARD, i, state.withWriter(i, writer));
          }
        }
      }
    }
  }

  /** Decides by what the snapshot shows, not by what is there now. */
  private void guardBySnapshot(State state, int i, Writer writer, Steps steps) {
    if (locksFree(state, writer)) {
      steps.step(Action.GUARD, i, state.withWriter(i, writer.at(Phase.GUARDED)));
    }
  }

  private boolean fenceTableHeld(State state, int shard) {
    return protections.contains(Protection.SNAPSHOT_FENCE) && decidingOn(state, shard);
  }

  private boolean locksFree(State state, Writer writer) {
    if (writer.mode() == Mode.WIDE) {
      return !(protections.contains(Protection.GROUP_LOCK) && decidingOn(state, writer.shard()));
    }
    if (!protections.contains(Protection.GUARD_LOCK)) {
      return true;
    }
    for (int m = 0; m < State.MOVES; m++) {
      Move move = state.move(m);
      if (move.isLive()
          && !move.returns()
          && move.mover().holdsFence()
          && move.source() == writer.shard()
          && (move.thing() == Thing.SLOT || writer.key() == Key.SINGLE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean decidingOn(State state, int shard) {
    for (int m = 0; m < State.MOVES; m++) {
      Move move = state.move(m);
      if (move.isLive() && move.mover() == Mover.DECIDING && move.source() == shard) {
        return true;
      }
    }
    return false;
  }

  /** Waits for the lock of the row: another writer's, or that of a mover which deleted it. */
  private void write(State state, int i, Writer writer, Steps steps) {
    Writer other = state.writer(1 - i);
    boolean rowLocked =
        other.phase() == Phase.WRITTEN
            && other.shard() == writer.shard()
            && other.key() == writer.key();
    if (!rowLocked && !deleted(state, writer)) {
      steps.step(Action.WRITE, i, state.withWriter(i, writer.at(Phase.WRITTEN)));
    }
  }

  private boolean deleted(State state, Writer writer) {
    for (int m = 0; m < State.MOVES; m++) {
      Move move = state.move(m);
      if (move.isLive()
          && move.mover() == Mover.DECIDING
          && move.source() == writer.shard()
          && move.takesAlong(writer.key(), state, protections)) {
        return true;
      }
    }
    return false;
  }

  /** A write on top of all earlier ones makes this copy the only fresh one; else none is fresh. */
  private static State committed(State state, int i, Writer writer) {
    Key key = writer.key();
    Copy before = state.rows(writer.shard(), key);
    State next = withStale(state.withWriter(i, Writer.IDLE), key);
    return next.withRows(writer.shard(), key, before == Copy.FRESH ? Copy.FRESH : Copy.STALE);
  }

  private static State withStale(State state, Key key) {
    State next = state;
    for (int shard = 0; shard < State.SHARDS; shard++) {
      if (next.rows(shard, key) == Copy.FRESH) {
        next = next.withRows(shard, key, Copy.STALE);
      }
    }
    for (int m = 0; m < State.MOVES; m++) {
      Move move = next.move(m);
      if (move.isLive() && move.staged(key) == Copy.FRESH) {
        next = next.withMove(m, move.withStaged(key, Copy.STALE));
      }
    }
    return next;
  }
}
