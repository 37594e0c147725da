package io.shardrouter.migrator;

import java.util.List;
import java.util.Map;

/**
 * What the journals tell.
 *
 * @param moves the latest first
 * @param unreachable shards whose journals could not be read, with the reason
 */
public record MoveHistory(List<MoveStatus> moves, Map<Integer, String> unreachable) {
  /** Copies the collections. */
  public MoveHistory {
    moves = List.copyOf(moves);
    unreachable = Map.copyOf(unreachable);
  }
}
