package io.shardrouter.internal.routing;

/**
 * A key that found its slot. {@code toString} leaves the key out, which is the user's data.
 *
 * @param group the colocation group
 * @param slot from 0 to the group's slots - 1
 * @param key canonical text
 */
public record RoutedKey(String group, int slot, String key) {
  @Override
  public String toString() {
    return "RoutedKey[group=" + group + ", slot=" + slot + "]";
  }
}
