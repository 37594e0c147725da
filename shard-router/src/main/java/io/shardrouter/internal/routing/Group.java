package io.shardrouter.internal.routing;

import io.shardrouter.ConfigurationException;
import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.strategy.ShardingStrategy;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A colocation group whose key type is known: turns values into keys and slots. Immutable. */
public final class Group {
  private final String name;
  private final KeyType keyType;
  private final ZoneId zone;
  private final ShardingStrategy strategy;
  private final int[] layout;
  private final int slots;

  /**
   * @param keyType the configured one, or that of the key column in the catalog
   * @throws ConfigurationException when the strategy does not take keys of that type
   */
  public Group(GroupConfig config, KeyType keyType) {
    this.name = config.name();
    this.keyType = keyType;
    this.zone = config.zone();
    this.strategy = Strategies.named(config.strategy());
    this.layout = config.layout().stream().mapToInt(Integer::intValue).toArray();
    this.slots = config.slots();
    if (!strategy.keyTypes().contains(keyType)) {
      throw ConfigurationException.of(
          "groups." + name + ".keyType",
          "is "
              + keyType
              + ", but strategy "
              + config.strategy()
              + " takes "
              + strategy.keyTypes());
    }
  }

  /** The name by which keys and the configuration refer to it. */
  public String name() {
    return name;
  }

  /** How many slots it has. */
  public int slots() {
    return slots;
  }

  /** The type to which values are converted. */
  public KeyType keyType() {
    return keyType;
  }

  /** Whose calendar tells the month of an instant. */
  public ZoneId zone() {
    return zone;
  }

  /** The strategy that finds slots. */
  public ShardingStrategy strategy() {
    return strategy;
  }

  /** The shard on which a slot starts. */
  public int baseShard(int slot) {
    return layout[slot % layout.length];
  }

  /**
   * Converts a value to the key type, then to its canonical text, then to its slot.
   *
   * @throws RefusedException {@code SR003} when the value cannot be a key of this group; the
   *     message holds the value's class but not the value
   */
  public RoutedKey route(Object value) throws RefusedException {
    String key;
    int slot;
    try {
      key = canonicalKey(value);
      slot = strategy.slot(key, slots);
    } catch (IllegalArgumentException e) {
      throw refusal(value, e.getMessage() + "; ");
    }
    if (slot < 0 || slot >= slots) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "Strategy "
              + strategy.getClass().getName()
              + " of group "
              + name
              + " gave slot "
              + slot
              + ", which is not from 0 to "
              + (slots - 1)
              + "; correct the strategy");
    }
    return new RoutedKey(name, slot, key);
  }

  /**
   * The keys of all values in {@code range}, and perhaps of some beyond its ends.
   *
   * @return empty where the strategy cannot tell them one by one
   * @throws RefusedException {@code SR003} as {@link #route}
   */
  public Optional<List<RoutedKey>> between(ValueRange range) throws RefusedException {
    if (keyType != (range.ofDates() ? KeyType.DATE : KeyType.TIMESTAMPTZ)) {
      // The order of the column's values is not that of the keys'.
      return Optional.empty();
    }
    Object from = typed(range.from());
    Object to = typed(range.to());
    if (!range.toIncluded()) {
      to = CalendarKeys.before(to, range.to());
    }
    Optional<List<String>> between = strategy.keysBetween(from, to, zone);
    if (between.isEmpty()) {
      return Optional.empty();
    }
    List<RoutedKey> keys = new ArrayList<>();
    for (String key : between.get()) {
      keys.add(new RoutedKey(name, strategy.slot(key, slots), key));
    }
    return Optional.of(keys);
  }

  private Object typed(Object value) throws RefusedException {
    Object typed = KeyConversion.toKeyType(keyType, value);
    if (typed == null) {
      throw refusal(value, "");
    }
    return typed;
  }

  private String canonicalKey(Object value) throws RefusedException {
    Optional<String> own = strategy.ownKey(value);
    if (own.isPresent()) {
      return own.get();
    }
    return strategy.canonicalKey(typed(value), zone);
  }

  private RefusedException refusal(Object value, String reason) {
    return new RefusedException(
        SqlState.BAD_KEY,
        "A value of class "
            + value.getClass().getName()
            + " cannot be a key of group "
            + name
            + ", whose key type is "
            + KeyConversion.sqlName(keyType)
            + ": "
            + reason
            + "accepted are "
            + KeyConversion.accepted(keyType));
  }
}
