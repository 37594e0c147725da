package io.shardrouter.migrator.model;

import io.shardrouter.migrator.model.Invariant.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The invariants that can be told from a state, or from a state and the next one. */
record Safety(Set<Protection> protections) {
  List<Broken> brokenIn(State state) {
    List<Broken> broken = new ArrayList<>();
    for (Key key : Key.ALL) {
      oneOwner(state, key, broken);
      noLostWrite(state, key, broken);
      noOldRows(state, key, broken);
      epochsGrow(state, key, broken);
    }
    for (int i = 0; i < State.WRITERS; i++) {
      Writer writer = state.writer(i);
      if (writer.hasPassed() && !state.holds(writer.shard(), writer.key())) {
        Invariant.ONE_OWNER.brokenBy("a transaction is past a guard that no longer passes", broken);
      }
    }
    return broken;
  }

  List<Broken> brokenBy(Action what, int subject, State before, State after) {
    if (before.shards() == after.shards() && what != Action.ADOPT) {
      return List.of();
    }
    List<Broken> broken = new ArrayList<>();
    for (int shard = 0; shard < State.SHARDS; shard++) {
      for (Thing thing : Thing.ALL) {
        Placement old = before.row(thing, shard);
        Placement now = after.row(thing, shard);
        if (now.epoch() < old.epoch() || (now.epoch() == old.epoch() && !now.equals(old))) {
          Invariant.NO_RESURRECTION.brokenBy(
              "an older placement comes back on shard " + State.name(shard), broken);
        }
      }
    }
    boolean again = what == Action.ADOPT && before.move(subject).onTarget() == OnTarget.FINISHED;
    if (again && !before.equals(after)) {
      Invariant.NO_RESURRECTION.brokenBy("adopting once more changes something", broken);
    }
    return broken;
  }

  private static void oneOwner(State state, Key key, List<Broken> broken) {
    int holders = 0;
    int copies = 0;
    for (int shard = 0; shard < State.SHARDS; shard++) {
      holders += state.holds(shard, key) ? 1 : 0;
      copies += state.rows(shard, key) == Copy.NONE ? 0 : 1;
    }
    if (holders > 1) {
      Invariant.ONE_OWNER.brokenBy(
          "the guards of %d shards pass the %s key".formatted(holders, key), broken);
    }
    if (copies > 1) {
      Invariant.ONE_OWNER.brokenBy(
          "%d shards have rows of the %s key".formatted(copies, key), broken);
    }
  }

  private static void noLostWrite(State state, Key key, List<Broken> broken) {
    boolean held = false;
    boolean kept = false;
    for (int shard = 0; shard < State.SHARDS; shard++) {
      if (state.holds(shard, key)) {
        held = true;
        kept |= state.rows(shard, key) == Copy.FRESH;
      }
    }
    for (int i = 0; i < State.MOVES && !held; i++) {
      Move move = state.move(i);
      kept |= move.isLive() && move.awaitsAdoption() && move.staged(key) == Copy.FRESH;
    }
    if (!kept) {
      Invariant.NO_LOST_WRITE.brokenBy(
          "a committed write of the %s key is nowhere".formatted(key), broken);
    }
  }

  private static void noOldRows(State state, Key key, List<Broken> broken) {
    for (int shard = 0; shard < State.SHARDS; shard++) {
      if (state.rows(shard, key) == Copy.STALE) {
        Invariant.NO_RESURRECTION.brokenBy(
            "shard %s shows old rows of the %s key".formatted(State.name(shard), key), broken);
      }
    }
  }

  private void epochsGrow(State state, Key key, List<Broken> broken) {
    for (int shard = 0; shard < State.SHARDS; shard++) {
      Placement pointer = state.deciding(shard, key);
      if (pointer.shard() == shard) {
        continue;
      }
      Placement there = state.deciding(pointer.shard(), key);
      boolean arrived = there.shard() == pointer.shard() && there.epoch() >= pointer.epoch();
      boolean arriving =
          Verdict.of(state, pointer.shard(), key, protections) instanceof Verdict.Pending pending
              && state.move(pending.move()).epoch() >= pointer.epoch();
      if (!arrived && !arriving && there.epoch() <= pointer.epoch()) {
        Invariant.EPOCHS_GROW.brokenBy(
            "from shard %s a pointer for the %s key leads to no greater epoch"
                .formatted(State.name(shard), key),
            broken);
      }
    }
  }
}
