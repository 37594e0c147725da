package io.shardrouter.migrator.model;

import io.shardrouter.migrator.model.Invariant.Broken;
import java.util.ArrayList;
import java.util.List;

/**
 * NoDeadKey, told from a state by running what must work from there: routers as they are, and then
 * recovery to its end with every mover asleep for ever.
 */
record Liveness(Bounds bounds, Recovery recovery, Walk walk) {
  List<Broken> brokenIn(State state) {
    List<Broken> broken = new ArrayList<>();
    noCircles(state, broken);
    noDeadKey(recovery.toTheEnd(state, false), "recovery", broken);
    if (bounds.returns()) {
      noDeadKey(recovery.toTheEnd(state, true), "recovery by returning", broken);
    }
    return broken;
  }

  private void noCircles(State state, List<Broken> broken) {
    for (Key key : Key.ALL) {
      for (int from = 0; from < State.SHARDS; from++) {
        if (walk.end(state, key, from) < 0) {
          Invariant.NO_DEAD_KEY.brokenBy(
              "a router that asks shard %s for the %s key is sent in circles"
                  .formatted(State.name(from), key),
              broken);
        }
      }
    }
  }

  private void noDeadKey(State end, String how, List<Broken> broken) {
    for (int i = 0; i < State.MOVES; i++) {
      Move move = end.move(i);
      if (move.isLive()
          && (move.mover().holdsFence() || move.openOnSource() || move.onTarget().isOpen())) {
        Invariant.NO_DEAD_KEY.brokenBy("%s cannot finish the %s".formatted(how, move), broken);
      }
    }
    for (Key key : Key.ALL) {
      for (int from = 0; from < State.SHARDS; from++) {
        int at = walk.end(end, key, from);
        if (at < 0 || !end.holds(at, key) || end.rows(at, key) != Copy.FRESH) {
          Invariant.NO_DEAD_KEY.brokenBy(
              "after %s a router that asks shard %s never gets to the %s key"
                  .formatted(how, State.name(from), key),
              broken);
        }
      }
    }
  }
}
