package io.shardrouter.differential;

import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;

/** Looks for the simplest choices that still lead to a failure. Not thread-safe. */
final class Shrinking {
  private final Fails fails;
  private List<Integer> best;
  private int attempts;

  /** Whether what comes from the choices fails. */
  interface Fails {
    boolean with(ImmutableIntArray choices) throws Exception;
  }

  private Shrinking(ImmutableIntArray failing, Fails fails, int attempts) {
    this.fails = fails;
    this.best = new ArrayList<>(failing.asList());
    this.attempts = attempts;
  }

  static ImmutableIntArray of(ImmutableIntArray failing, Fails fails, int attempts)
      throws Exception {
    Shrinking shrinking = new Shrinking(failing, fails, attempts);
    boolean better;
    do {
      better = shrinking.remove();
      better |= shrinking.lower();
    } while (better && shrinking.attempts > 0);
    return ImmutableIntArray.copyOf(shrinking.best);
  }

  private boolean remove() throws Exception {
    boolean better = false;
    for (int size = 32; size > 0; size /= 2) {
      for (int i = best.size() - size; i >= 0; i--) {
        int from = Math.min(i, best.size() - size);
        int to = from + size;
        if (from >= 0 && attempt(list -> list.subList(from, to).clear())) {
          better = true;
        }
      }
    }
    return better;
  }

  private boolean lower() throws Exception {
    boolean better = false;
    for (int i = 0; i < best.size(); i++) {
      int index = i;
      int value = best.get(i);
      if (value > 0) {
        better |=
            attempt(list -> list.set(index, 0))
                || attempt(list -> list.set(index, value / 2))
                || attempt(list -> list.set(index, value - 1));
      }
    }
    return better;
  }

  private interface Edit {
    void of(List<Integer> list);
  }

  private boolean attempt(Edit edit) throws Exception {
    List<Integer> simpler = new ArrayList<>(best);
    edit.of(simpler);
    if (attempts <= 0 || simpler.equals(best)) {
      return false;
    }
    attempts--;
    if (!fails.with(ImmutableIntArray.copyOf(simpler))) {
      return false;
    }
    best = simpler;
    return true;
  }
}
