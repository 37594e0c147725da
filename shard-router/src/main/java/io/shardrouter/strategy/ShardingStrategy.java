package io.shardrouter.strategy;

import io.shardrouter.KeyType;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * From a key to its slot. An implementation has a public constructor without parameters, is
 * thread-safe, and answers the same for ever: what it says decides where rows lie.
 */
public interface ShardingStrategy {
  /** The key types whose values it takes. */
  default Set<KeyType> keyTypes() {
    return Set.of(KeyType.values());
  }

  /**
   * The canonical text of a key: what is hashed, guarded and locked.
   *
   * @param value the value as Java holds its key type: {@link String}, {@link Long}, {@link
   *     java.util.UUID}, {@link java.time.LocalDate} or {@link java.time.Instant}
   * @param zone the group's time zone, for strategies that put instants on a calendar
   */
  default String canonicalKey(Object value, ZoneId zone) {
    return value.toString();
  }

  /**
   * The slot of a key.
   *
   * @param key the canonical text
   * @param slots how many slots there are, at least 1
   * @return from 0 to {@code slots - 1}
   */
  int slot(String key, int slots);

  /**
   * {@link #slot} as an SQL expression of type {@code integer}, for moves and checks inside the
   * server; without it they hash in Java.
   *
   * @param key an SQL expression of type {@code text} that gives the canonical text
   * @param slots how many slots there are
   */
  default Optional<String> slotExpression(String key, int slots) {
    return Optional.empty();
  }
}
