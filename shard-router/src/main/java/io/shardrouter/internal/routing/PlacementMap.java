package io.shardrouter.internal.routing;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a router knows of who holds what; of two placements the one with the higher epoch counts.
 * Thread-safe. Keys beyond a bound are forgotten, the least recently used first: the shards are the
 * directory, so what is forgotten costs a redirect and nothing else.
 */
public final class PlacementMap {
  private record SlotId(String group, int slot) {}

  private record KeyId(String group, String key) {}

  private final ConcurrentMap<SlotId, Placement> slots = new ConcurrentHashMap<>();
  private final Cache<KeyId, Placement> keys;
  private volatile boolean knowsSlots;
  private volatile boolean knowsKeys;

  /**
   * @param maxKeys how many keys' placements are kept
   */
  public PlacementMap(int maxKeys) {
    this.keys = CacheBuilder.newBuilder().maximumSize(maxKeys).build();
  }

  /** The shard that holds {@code key}: its own placement, else its slot's, else the base layout. */
  public int shardOf(RoutedKey key, Group group) {
    Placement placement = find(key);
    return placement == null ? group.baseShard(key.slot()) : placement.shard();
  }

  /** The placement that decides about {@code key}; empty where the base layout does. */
  public Optional<Placement> deciding(RoutedKey key) {
    return Optional.ofNullable(find(key));
  }

  private @Nullable Placement find(RoutedKey key) {
    Placement found = knowsKeys ? keys.getIfPresent(new KeyId(key.group(), key.key())) : null;
    return found != null || !knowsSlots ? found : slots.get(new SlotId(key.group(), key.slot()));
  }

  /** Keeps {@code placement}, unless a newer one of the slot is known. */
  public void learnSlot(String group, int slot, Placement placement) {
    slots.merge(new SlotId(group, slot), placement, PlacementMap::newer);
    knowsSlots = true;
  }

  /** Keeps {@code placement}, unless a newer one of the key is known. */
  public void learnKey(String group, String key, Placement placement) {
    keys.asMap().merge(new KeyId(group, key), placement, PlacementMap::newer);
    knowsKeys = true;
  }

  private static Placement newer(Placement known, Placement told) {
    return told.isNewerThan(known) ? told : known;
  }
}
