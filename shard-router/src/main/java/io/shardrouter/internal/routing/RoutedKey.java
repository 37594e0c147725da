package io.shardrouter.internal.routing;

import org.jspecify.annotations.Nullable;

/**
 * A key that found its slot. {@code toString} leaves the key out, which is the user's data.
 *
 * @param group the colocation group
 * @param slot from 0 to the group's slots - 1
 * @param key canonical text
 */
public record RoutedKey(String group, int slot, String key) {
  // Written out: Java would link its own when they are first called, before the first row.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoutedKey routed
        && slot == routed.slot
        && key.equals(routed.key)
        && group.equals(routed.group);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * group.hashCode() + slot) + key.hashCode();
  }

  @Override
  public String toString() {
    return "RoutedKey[group=" + group + ", slot=" + slot + "]";
  }
}
