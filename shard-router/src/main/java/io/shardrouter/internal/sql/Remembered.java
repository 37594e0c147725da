package io.shardrouter.internal.sql;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about keys, as much as there is room for: what has been here longest is
 * forgotten first. Unlike a cache that forgets what was used least recently it notes nothing when
 * it is read, and so reading allocates nothing. Thread-safe.
 */
public final class Remembered<K, V> {
  private final Map<K, V> values = new ConcurrentHashMap<>();
  private final Queue<K> keys = new ConcurrentLinkedQueue<>();
  private final AtomicLong weight = new AtomicLong();
  private final ToLongFunction<K> weigher;
  private final long room;

  /**
   * @param room for keys that weigh as much together
   */
  public Remembered(long room, ToLongFunction<K> weigher) {
    this.room = room;
    this.weigher = weigher;
  }

  /** What is remembered of {@code key}; null for nothing. */
  public @Nullable V get(K key) {
    return values.get(key);
  }

  /** Remembers {@code value}, unless {@code key} has one; gives the one that is remembered. */
  public V put(K key, V value) {
    V before = values.putIfAbsent(key, value);
    if (before != null) {
      return before;
    }
    keys.add(key);
    weight.addAndGet(weigher.applyAsLong(key));
    forgetOldest();
    return value;
  }

  private void forgetOldest() {
    while (weight.get() > room) {
      K oldest = keys.poll();
      if (oldest == null) {
        return;
      }
      values.remove(oldest);
      weight.addAndGet(-weigher.applyAsLong(oldest));
    }
  }
}
