package io.shardrouter.migrator.internal.batch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The requests whose source is known, and how many moves each shard takes part in now. Gives out
 * the earliest one that fits. The earliest of all, where it does not fit, has a place reserved on
 * both of its shards: the others go on beside it and never for ever ahead of it. Not thread-safe.
 */
final class Ready {
  private final int perShard;
  private final Map<Route, PriorityQueue<Item>> waiting = new HashMap<>();
  private final Map<Integer, Integer> running = new HashMap<>();

  /** From where to where. */
  record Route(int source, int target) {
    private boolean touches(int shard) {
      return source == shard || target == shard;
    }
  }

  /** A request that may start. */
  record Start(Item item, Route route) {}

  /**
   * @param perShard how many moves may run from or to one shard
   */
  Ready(int perShard) {
    this.perShard = perShard;
  }

  void add(Item item, Route route) {
    waiting
        .computeIfAbsent(route, r -> new PriorityQueue<>(Comparator.comparingInt(Item::index)))
        .add(item);
  }

  /** The next request to start, which from now on counts as running; empty: none fits. */
  Optional<Start> next() {
    List<Route> byAge =
        waiting.entrySet().stream()
            .filter(queue -> !queue.getValue().isEmpty())
            .sorted(Comparator.comparingInt(queue -> queue.getValue().element().index()))
            .map(Map.Entry::getKey)
            .toList();
    if (byAge.isEmpty()) {
      return Optional.empty();
    }
    Route oldest = byAge.get(0);
    for (Route route : byAge) {
      if (fits(route, oldest)) {
        running.merge(route.source(), 1, Integer::sum);
        running.merge(route.target(), 1, Integer::sum);
        return Optional.of(new Start(waiting.get(route).remove(), route));
      }
    }
    return Optional.empty();
  }

  private boolean fits(Route route, Route oldest) {
    return hasPlace(route.source(), route, oldest) && hasPlace(route.target(), route, oldest);
  }

  private boolean hasPlace(int shard, Route route, Route oldest) {
    int reserved = !route.equals(oldest) && oldest.touches(shard) ? 1 : 0;
    return running.getOrDefault(shard, 0) + reserved < perShard;
  }

  /** A request that started on {@code route} is over. */
  void ended(Route route) {
    running.merge(route.source(), -1, Integer::sum);
    running.merge(route.target(), -1, Integer::sum);
  }
}
