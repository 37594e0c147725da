package io.shardrouter.strategy;

import io.shardrouter.KeyType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * From a key to its slot. A strategy of one's own is named in the configuration by its class, which
 * is public and has a public constructor without parameters.
 *
 * <p>Every method is a pure function: the same arguments give the same result in every process, for
 * ever, or rows are looked for where they are not. Implementations are thread-safe.
 */
public interface ShardingStrategy {
  /** The key types that {@link #canonicalKey} takes. */
  Set<KeyType> keyTypes();

  /**
   * The key of a value, as the text that is hashed, locked and recorded. Values with the same text
   * are one key: they live and move together. By default the text that {@link KeyType} describes.
   *
   * @param value already of the key type: a {@link String} for text, {@link Long} for bigint,
   *     {@link UUID} for uuid, {@link LocalDate} for date, {@link Instant} in whole microseconds
   *     for timestamptz
   * @param zone the group's zone, whose calendar an instant is put on
   * @throws IllegalArgumentException when the strategy has no key for the value; the text must not
   *     hold the value
   */
  default String canonicalKey(Object value, ZoneId zone) {
    return value instanceof Instant instant
        ? CanonicalInstant.text(instant)
        : String.valueOf(value);
  }

  /**
   * A value that is not of the key type, but which the strategy reads as a key by itself, such as
   * {@link java.time.YearMonth} by {@code month}. By default there is none.
   *
   * @return the canonical key, or empty to convert the value to the key type first
   */
  default Optional<String> ownKey(Object value) {
    return Optional.empty();
  }

  /**
   * The keys of all values from one to another, both included; there may be others among them. By
   * default they are not known.
   *
   * @param from of the key type, as for {@link #canonicalKey}
   * @param to of the key type; before {@code from} there are no values
   * @param zone the group's zone
   * @return empty where they cannot be told one by one, or are too many for that
   */
  default Optional<List<String>> keysBetween(Object from, Object to, ZoneId zone) {
    return Optional.empty();
  }

  /**
   * The slot of a key.
   *
   * @param key a canonical key
   * @param slots how many slots the group has; more than zero
   * @return from 0 to {@code slots - 1}
   * @throws IllegalArgumentException when {@code key} is no canonical key
   */
  int slot(String key, int slots);

  /**
   * The canonical key of a column's value as an expression of PostgreSQL, of type {@code text}. It
   * must agree with {@link #canonicalKey}. By default there is none, and keys are made in Java.
   *
   * @param column the column as it stands in SQL
   * @param type the group's key type, which the column's own type converts to
   * @param zone the group's zone
   */
  default Optional<String> keyExpression(String column, KeyType type, ZoneId zone) {
    return Optional.empty();
  }

  /**
   * A condition of PostgreSQL that holds for every row of one key, and which an index on the column
   * can serve; it may hold for others too. By default there is none.
   *
   * @param column the column as it stands in SQL
   * @param type the group's key type
   * @param zone the group's zone
   * @param key a canonical key
   */
  default Optional<String> keyRange(String column, KeyType type, ZoneId zone, String key) {
    return Optional.empty();
  }

  /**
   * The slot as an expression of PostgreSQL, with which moving a slot and verifying a shard pick
   * rows on the server; it is used only in databases whose encoding is UTF8. It must agree with
   * {@link #slot}. An immutable one can be indexed. By default there is none, and rows are hashed
   * in Java.
   *
   * @param keySql an expression of type {@code text} that gives a canonical key
   * @param slots how many slots the group has
   * @return an expression of type {@code integer}
   */
  default Optional<String> slotExpression(String keySql, int slots) {
    return Optional.empty();
  }
}
