package io.shardrouter.internal.routing;

/**
 * A key that is known to be one of its group.
 *
 * @param group the group's name
 * @param slot its slot
 * @param key its canonical text
 */
public record RoutedKey(String group, int slot, String key) {}
