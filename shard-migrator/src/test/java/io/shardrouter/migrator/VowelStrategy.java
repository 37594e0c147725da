package io.shardrouter.migrator;

import io.shardrouter.KeyType;
import io.shardrouter.strategy.ShardingStrategy;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** A strategy of one's own, without expressions in SQL: case does not matter to it. */
public final class VowelStrategy implements ShardingStrategy {
  @Override
  public Set<KeyType> keyTypes() {
    return Set.of(KeyType.TEXT);
  }

  @Override
  public String canonicalKey(Object value, ZoneId zone) {
    return String.valueOf(value).toLowerCase(Locale.ROOT);
  }

  @Override
  public int slot(String key, int slots) {
    return (int) key.chars().filter(c -> "aeiou".indexOf(c) >= 0).count() % slots;
  }
}
