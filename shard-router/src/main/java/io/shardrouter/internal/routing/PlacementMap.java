package io.shardrouter.internal.routing;

import io.shardrouter.GroupConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What this router knows of who holds what: a key's placement beats its slot's, which beats the
 * base layout. Only a hint; the guard on the shard decides, and a redirect corrects the map.
 *
 * <p>Thread-safe: lookups take no lock and allocate nothing, and what is learned never goes back to
 * a smaller epoch. Slots are kept exactly; of keys only so many, and beyond that those not used
 * lately are forgotten, which costs a redirect when they are used again.
 */
public final class PlacementMap {
  private final Map<String, AtomicReferenceArray<@Nullable Placement>> slots =
      new LinkedHashMap<>();
  private final KnownKeys keys;
  private volatile boolean empty = true;

  /**
   * @param groups all groups whose keys will be asked for
   * @param maxKeys how many single keys to remember, over all groups; zero: none
   */
  public PlacementMap(Collection<GroupConfig> groups, int maxKeys) {
    for (GroupConfig group : groups) {
      slots.put(group.name(), new AtomicReferenceArray<>(group.slots()));
    }
    keys = new KnownKeys(slots.keySet(), maxKeys);
  }

  /** The shard that is believed to hold a key. */
  public int shardOf(RoutedKey key, Group group) {
    Placement placement = decidingOrNull(key);
    return placement == null ? group.baseShard(key.slot()) : placement.shard();
  }

  /** The placement that decides for a key; empty: the base layout does. */
  public Optional<Placement> deciding(RoutedKey key) {
    return Optional.ofNullable(decidingOrNull(key));
  }

  /** Whether nothing is known to have moved. */
  public boolean isEmpty() {
    return empty;
  }

  /** Remembers a slot's placement, unless one with the same or a greater epoch is known. */
  public void learnSlot(String group, int slot, Placement placement) {
    empty = false;
    slotsOf(group)
        .accumulateAndGet(
            slot,
            placement,
            (known, learned) ->
                known == null || learned == null ? learned : Placement.latest(known, learned));
  }

  /** Remembers a key's placement, unless one with the same or a greater epoch is known. */
  public void learnKey(String group, String key, Placement placement) {
    empty = false;
    keys.learn(group, key, placement);
  }

  private @Nullable Placement decidingOrNull(RoutedKey key) {
    Placement own = keys.find(key.group(), key.key());
    return own != null ? own : slotsOf(key.group()).get(key.slot());
  }

  private AtomicReferenceArray<@Nullable Placement> slotsOf(String group) {
    AtomicReferenceArray<@Nullable Placement> found = slots.get(group);
    if (found == null) {
      throw new IllegalArgumentException("No group " + group + "; there are " + slots.keySet());
    }
    return found;
  }
}
