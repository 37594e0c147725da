package io.shardrouter.migrator;

import java.util.Optional;

/**
 * Something that is not as it should be. {@code toString} leaves the key out.
 *
 * @param kind what sort of thing
 * @param shard the shard where it was found; empty where it concerns several
 * @param key the key in canonical text, where it concerns one; it is the user's data
 * @param description what is wrong and what to do; without the key
 */
public record Finding(
    Kind kind, Optional<Integer> shard, Optional<String> key, String description) {

  /** What sort of thing is not as it should be. */
  public enum Kind {
    /** Rows are on a shard that does not hold their key: somebody wrote without the router. */
    MISPLACED_ROWS,
    /** No shard takes itself for the holder, or several do. */
    NOT_ONE_HOLDER,
    /** Pointers from a shard do not lead to the holder. */
    BROKEN_CHAIN,
    /** A move is open and its mover is not connected: {@code recover} settles it. */
    OPEN_MOVE,
    /** A staging table of no open move. */
    LEFT_OVER_STAGING,
    /** What two shards say of the moves between them differs, and no open move explains it. */
    TRAFFIC_DIFFERS,
    /** A shard could not be looked at. */
    UNREACHABLE
  }

  @Override
  public String toString() {
    return "Finding[kind=%s, shard=%s, description=%s]".formatted(kind, shard, description);
  }
}
