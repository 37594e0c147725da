package io.shardrouter.migrator.internal.batch;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The requests whose source is to be looked up, by the shard where the look-up begins: one at a
 * time there, so that a shard that is down keeps up nobody else. Not thread-safe.
 */
final class Unlocated {
  private final Map<Integer, PriorityQueue<Item>> byBase = new TreeMap<>();
  private final Set<Integer> busy = new HashSet<>();

  void add(Item item) {
    byBase
        .computeIfAbsent(
            item.located().base(),
            base -> new PriorityQueue<>(Comparator.comparingInt(Item::index)))
        .add(item);
  }

  /** A request to look up now, until {@link #ended}. */
  Optional<Item> next() {
    for (Map.Entry<Integer, PriorityQueue<Item>> queue : byBase.entrySet()) {
      if (!queue.getValue().isEmpty() && busy.add(queue.getKey())) {
        return Optional.of(queue.getValue().remove());
      }
    }
    return Optional.empty();
  }

  /** The look-up of {@code item} is over. */
  void ended(Item item) {
    busy.remove(item.located().base());
  }
}
