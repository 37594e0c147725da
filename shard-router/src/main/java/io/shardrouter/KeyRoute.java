package io.shardrouter;

/**
 * Where a key belongs.
 *
 * @param group the colocation group
 * @param slot the key's slot, which its hash gives
 * @param shard the shard that holds the key, as far as the asked router knows; a move that it has
 *     not heard of yet is followed when the key is used
 */
public record KeyRoute(String group, int slot, int shard) {}
