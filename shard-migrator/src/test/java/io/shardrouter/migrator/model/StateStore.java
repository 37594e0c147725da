package io.shardrouter.migrator.model;

import java.util.Arrays;

/** Every state found so far, in the order found, and from which it was found first. */
final class StateStore {
  private long[] words = new long[3 << 16];
  private int[] parents = new int[1 << 16];
  private int[] table = new int[1 << 18];
  private int size;

  int size() {
    return size;
  }

  State get(int index) {
    return new State(words[3 * index], words[3 * index + 1], words[3 * index + 2]);
  }

  int parent(int index) {
    return parents[index];
  }

  /** Whether the state is new. */
  boolean add(State state, int parent) {
    int place = place(state);
    if (table[place] != 0) {
      return false;
    }
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, size + size / 2);
      words = Arrays.copyOf(words, 3 * parents.length);
    }
    words[3 * size] = state.shards();
    words[3 * size + 1] = state.moves();
    words[3 * size + 2] = state.moreMoves();
    parents[size++] = parent;
    table[place] = size;
    if (size > table.length / 2) {
      rehash();
    }
    return true;
  }

  private int place(State state) {
    int place = spread(state) & (table.length - 1);
    while (table[place] != 0 && !isAt(table[place] - 1, state)) {
      place = (place + 1) & (table.length - 1);
    }
    return place;
  }

  private boolean isAt(int index, State state) {
    return words[3 * index] == state.shards()
        && words[3 * index + 1] == state.moves()
        && words[3 * index + 2] == state.moreMoves();
  }

  private static int spread(State state) {
    long h = state.shards() * 0x9E3779B97F4A7C15L;
    h = (h ^ (h >>> 29) ^ state.moves()) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 32) ^ state.moreMoves()) * 0x94D049BB133111EBL;
    return (int) (h ^ (h >>> 31));
  }

  private void rehash() {
    table = new int[2 * table.length];
    for (int i = 0; i < size; i++) {
      table[place(get(i))] = i + 1;
    }
  }
}
