package io.shardrouter.internal.routing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Placements of single keys, bounded. Forgets by second chance ("clock"): learning passes over keys
 * in the order they were learned, spares those used since the last pass, and drops the first that
 * was not. So a lookup marks its key and takes no lock.
 */
final class KnownKeys {
  private final Map<String, ConcurrentHashMap<String, Entry>> byGroup = new HashMap<>();
  private final int maxKeys;

  /** In the order they were learned or spared; guarded by this object. */
  private final ArrayDeque<Entry> clock = new ArrayDeque<>();

  /** Lets lookups return before they hash while no key is known, the common case. */
  private volatile boolean none = true;

  KnownKeys(Collection<String> groups, int maxKeys) {
    groups.forEach(group -> byGroup.put(group, new ConcurrentHashMap<>()));
    this.maxKeys = maxKeys;
  }

  @Nullable Placement find(String group, String key) {
    if (none) {
      return null;
    }
    Entry entry = keysOf(group).get(key);
    if (entry == null) {
      return null;
    }
    if (!entry.used) {
      entry.used = true;
    }
    return entry.placement;
  }

  synchronized void learn(String group, String key, Placement placement) {
    ConcurrentHashMap<String, Entry> keys = keysOf(group);
    Entry known = keys.get(key);
    if (known != null) {
      known.placement = Placement.latest(known.placement, placement);
      known.used = true;
      return;
    }
    if (maxKeys == 0) {
      return;
    }
    if (clock.size() >= maxKeys) {
      forgetOne();
    }
    Entry entry = new Entry(keys, key, placement);
    clock.addLast(entry);
    keys.put(key, entry);
    none = false;
  }

  private void forgetOne() {
    while (true) {
      Entry oldest = clock.removeFirst();
      if (!oldest.used) {
        oldest.keys.remove(oldest.key);
        return;
      }
      oldest.used = false;
      clock.addLast(oldest);
    }
  }

  private ConcurrentHashMap<String, Entry> keysOf(String group) {
    ConcurrentHashMap<String, Entry> keys = byGroup.get(group);
    if (keys == null) {
      throw new IllegalArgumentException("No group " + group + "; there are " + byGroup.keySet());
    }
    return keys;
  }

  private static final class Entry {
    final ConcurrentHashMap<String, Entry> keys;
    final String key;
    volatile Placement placement;
    volatile boolean used;

    Entry(ConcurrentHashMap<String, Entry> keys, String key, Placement placement) {
      this.keys = keys;
      this.key = key;
      this.placement = placement;
    }
  }
}
