package io.shardrouter.internal.routing;

import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.strategy.ShardingStrategy;
import io.shardrouter.strategy.Strategies;
import java.time.ZoneId;

/** A colocation group as routing needs it. Immutable. */
public final class Group {
  private final String name;
  private final ShardingStrategy strategy;
  private final KeyType keyType;
  private final ZoneId zone;
  private final int slots;
  private final int[] layout;

  /**
   * @param config the group's configuration
   * @param keyType its key type, configured or found in the catalog
   */
  public Group(GroupConfig config, KeyType keyType) {
    this.name = config.name();
    this.strategy = Strategies.named(config.strategy());
    this.keyType = keyType;
    this.zone = config.zone();
    this.slots = config.slots();
    this.layout = config.layout().stream().mapToInt(Integer::intValue).toArray();
  }

  public String name() {
    return name;
  }

  public int slots() {
    return slots;
  }

  /**
   * The key that {@code value} is.
   *
   * @throws RefusedException {@code SR003} where it is no value of the key type
   */
  public RoutedKey route(Object value) throws RefusedException {
    String key = strategy.canonicalKey(KeyConversion.convert(name, keyType, zone, value), zone);
    return new RoutedKey(name, strategy.slot(key, slots), key);
  }

  /** The shard on which {@code slot} starts. */
  public int baseShard(int slot) {
    return layout[slot % layout.length];
  }
}
