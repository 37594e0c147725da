package io.shardrouter.migrator.model;

import io.shardrouter.migrator.model.Invariant.Broken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Breadth first through all reachable states, until none is left or an invariant is broken. */
final class Exploration {
  /**
   * How it went.
   *
   * @param happened what could happen at all: a model in which nothing happens holds too
   * @param broken the invariants broken, empty where all hold
   * @param trace the shortest way there, one step a line
   */
  record Outcome(
      int states, long steps, Set<Action> happened, List<Broken> broken, List<String> trace) {
    boolean holds() {
      return broken.isEmpty();
    }

    @Override
    public String toString() {
      return holds()
          ? "all invariants hold in %,d states and %,d steps".formatted(states, steps)
          : "%s%nafter %d steps (state %,d):%n  %s"
              .formatted(broken.get(0), trace.size(), states, String.join("\n  ", trace));
    }
  }

  private final StateStore found = new StateStore();
  private final Set<Action> happened = EnumSet.noneOf(Action.class);
  private final Model model;
  private final Safety safety;
  private final Liveness liveness;
  private final Set<Invariant> checked;
  private long steps;
  private List<Broken> broken = List.of();
  private List<String> trace = List.of();

  private Exploration(Bounds bounds, Set<Protection> protections, Set<Invariant> checked) {
    model = Model.of(bounds, protections);
    safety = new Safety(protections);
    Recovery recovery = new Recovery(protections);
    liveness = new Liveness(bounds, recovery, new Walk(recovery, protections));
    this.checked = checked;
  }

  static Outcome of(Bounds bounds, Set<Protection> protections, Set<Invariant> checked) {
    return new Exploration(bounds, protections, checked).run();
  }

  private Outcome run() {
    found.add(model.canonical(State.initial()), -1);
    for (int i = 0; i < found.size() && broken.isEmpty(); i++) {
      int from = i;
      State before = found.get(i);
      model.from(before, (what, subject, after) -> arrive(from, before, what, subject, after));
    }
    return new Outcome(found.size(), steps, happened, broken, trace);
  }

  private void arrive(int from, State before, Action what, int subject, State after) {
    if (!broken.isEmpty()) {
      return;
    }
    steps++;
    happened.add(what);
    broken = relevant(safety.brokenBy(what, subject, before, after));
    boolean isNew = found.add(model.canonical(after), from);
    if (broken.isEmpty() && isNew) {
      broken = relevant(safety.brokenIn(after));
    }
    if (broken.isEmpty() && isNew && checked.contains(Invariant.NO_DEAD_KEY)) {
      broken = liveness.brokenIn(after);
    }
    if (!broken.isEmpty()) {
      trace = traceTo(from, what.describe(after, before, subject));
    }
  }

  private List<Broken> relevant(List<Broken> all) {
    return all.isEmpty() ? all : all.stream().filter(b -> checked.contains(b.invariant())).toList();
  }

  /**
   * Walks the way once more, with the names that shards and moves had when they were first named.
   */
  private List<String> traceTo(int last, String finalStep) {
    Deque<State> way = new ArrayDeque<>();
    for (int i = last; i > 0; i = found.parent(i)) {
      way.addFirst(found.get(i));
    }
    List<String> lines = new ArrayList<>();
    State state = State.initial();
    for (State wanted : way) {
      state = stepTowards(state, wanted, lines);
    }
    lines.add(finalStep);
    return lines;
  }

  private State stepTowards(State state, State wanted, List<String> lines) {
    List<State> arrived = new ArrayList<>(1);
    model.from(
        state,
        (what, subject, after) -> {
          if (arrived.isEmpty() && model.canonical(after).equals(wanted)) {
            lines.add(what.describe(after, state, subject));
            arrived.add(after);
          }
        });
    return arrived.get(0);
  }
}
