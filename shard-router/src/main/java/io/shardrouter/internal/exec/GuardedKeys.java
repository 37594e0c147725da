package io.shardrouter.internal.exec;

import io.shardrouter.internal.routing.RoutedKey;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys whose guards a transaction holds on one shard. Not thread-safe. */
final class GuardedKeys {
  /** From so many on, the group's lock is taken instead of the next keys' (DESIGN, section 5). */
  static final int MANY = 64;

  /** None, and there never were any: room is made for the first one. */
  static final GuardedKeys NONE = new GuardedKeys();

  private @Nullable RoutedKey last;
  private @Nullable Set<RoutedKey> all;
  private long taken;

  boolean isEmpty() {
    return last == null;
  }

  boolean contains(RoutedKey key) {
    return key.equals(last) || (all != null && all.contains(key));
  }

  /** Whether the next guard is to be the whole group's. */
  boolean areMany() {
    return all != null && all.size() >= MANY;
  }

  /** These, with {@code key}. */
  GuardedKeys with(RoutedKey key) {
    GuardedKeys keys = this == NONE ? new GuardedKeys() : this;
    keys.add(key);
    return keys;
  }

  private void add(RoutedKey key) {
    taken++;
    RoutedKey before = last;
    last = key;
    if (before != null && !before.equals(key)) {
      if (all == null) {
        all = new HashSet<>();
        all.add(before);
      }
      all.add(key);
    }
  }

  /** How many were ever added. */
  long taken() {
    return taken;
  }

  void clear() {
    if (this != NONE) {
      last = null;
      all = null;
    }
  }
}
