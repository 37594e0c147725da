package io.shardrouter.migrator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What must hold in every state and over every step; a broken one is told by its name. */
record Invariants(Bounds bounds, Set<Protection> protections, Recovery recovery, Walk walk) {
  static Invariants of(Bounds bounds, Set<Protection> protections) {
    Recovery recovery = new Recovery(protections);
    return new Invariants(bounds, protections, recovery, new Walk(recovery, protections));
  }

  /** Those that a state breaks; empty where all hold. */
  List<String> brokenIn(State state) {
    List<String> broken = new ArrayList<>();
    for (Key key : Key.ALL) {
      oneOwner(state, key, broken);
      noLostWrite(state, key, broken);
      noStaleRows(state, key, broken);
      epochsGrow(state, key, broken);
    }
    for (int i = 0; i < State.WRITERS; i++) {
      Writer writer = state.writer(i);
      if (writer.hasPassed() && !state.holds(writer.shard(), writer.key())) {
        broken.add(
            "OneOwner: a transaction is past the guard of a shard that no longer holds its key");
      }
    }
    noLostRouter(state, broken);
    noDeadKey(recovery.toTheEnd(state, false), "", broken);
    if (bounds.returns()) {
      noDeadKey(recovery.toTheEnd(state, true), " by returning", broken);
    }
    return broken;
  }

  private static void oneOwner(State state, Key key, List<String> broken) {
    int holders = 0;
    int copies = 0;
    for (int shard = 0; shard < State.SHARDS; shard++) {
      holders += state.holds(shard, key) ? 1 : 0;
      copies += state.rows(shard, key) == Copy.NONE ? 0 : 1;
    }
    if (holders > 1) {
      broken.add("OneOwner: the guards of %d shards pass the %s key".formatted(holders, key));
    }
    if (copies > 1) {
      broken.add("OneOwner: %d shards have rows of the %s key".formatted(copies, key));
    }
  }

  /** All committed writes are with the holder, or else in the staging of a decided move. */
  private static void noLostWrite(State state, Key key, List<String> broken) {
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
      kept |=
          move.isLive()
              && move.decision() == Decision.COMMIT
              && move.onTarget() == OnTarget.STAGED
              && move.staged(key) == Copy.FRESH;
    }
    if (!kept) {
      broken.add("NoLostWrite: a committed write of the %s key is nowhere".formatted(key));
    }
  }

  private static void noStaleRows(State state, Key key, List<String> broken) {
    for (int shard = 0; shard < State.SHARDS; shard++) {
      if (state.rows(shard, key) == Copy.STALE) {
        broken.add(
            "NoResurrection: shard %s shows old rows of the %s key"
                .formatted(State.name(shard), key));
      }
    }
  }

  /** Where a placement points there is a greater epoch, or the very move that wrote it arrives. */
  private void epochsGrow(State state, Key key, List<String> broken) {
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
        broken.add(
            "EpochsGrow: the pointer of shard %s for the %s key leads to no greater epoch"
                .formatted(State.name(shard), key));
      }
    }
  }

  /** Even before any recovery no router is sent in circles. */
  private void noLostRouter(State state, List<String> broken) {
    for (Key key : Key.ALL) {
      for (int from = 0; from < State.SHARDS; from++) {
        if (walk.end(state, key, from) < 0) {
          broken.add(
              "NoDeadKey: a router that asks shard %s is sent in circles for the %s key"
                  .formatted(State.name(from), key));
        }
      }
    }
  }

  /** After recovery every router gets through to fresh rows, whatever its map says. */
  private void noDeadKey(State end, String how, List<String> broken) {
    for (int i = 0; i < State.MOVES; i++) {
      Move move = end.move(i);
      boolean open = move.isLive() && (move.openOnSource() || move.onTarget().isOpen());
      if (open || (move.isLive() && move.mover().holdsFence())) {
        broken.add("NoDeadKey: recovery%s cannot finish the %s".formatted(how, move));
      }
    }
    for (Key key : Key.ALL) {
      for (int from = 0; from < State.SHARDS; from++) {
        int at = walk.end(end, key, from);
        if (at < 0 || !end.holds(at, key) || end.rows(at, key) != Copy.FRESH) {
          broken.add(
              "NoDeadKey: after recovery%s a router that asks shard %s never gets to the %s key"
                  .formatted(how, State.name(from), key));
        }
      }
    }
  }

  /** Those that a step breaks; empty where all hold. */
  List<String> brokenBy(Action what, int subject, State before, State after) {
    List<String> broken = new ArrayList<>();
    for (int shard = 0; shard < State.SHARDS; shard++) {
      for (Thing thing : Thing.ALL) {
        Placement old = before.row(thing, shard);
        Placement now = after.row(thing, shard);
        if (now.epoch() < old.epoch() || (now.epoch() == old.epoch() && !now.equals(old))) {
          broken.add("NoResurrection: an older placement comes back on shard " + State.name(shard));
        }
      }
    }
    boolean again = what == Action.ADOPT && before.move(subject).onTarget() == OnTarget.FINISHED;
    if (again && !before.equals(after)) {
      broken.add("NoResurrection: adopting once more changes something");
    }
    return broken;
  }
}
