package io.shardrouter.migrator;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a recovery found and did.
 *
 * @param moves every move that was open
 * @param unreachable shards whose journals could not be read, with the reason
 */
public record RecoveryReport(List<Recovered> moves, Map<Integer, String> unreachable) {

  /** Copies the collections. */
  public RecoveryReport {
    moves = List.copyOf(moves);
    unreachable = Map.copyOf(unreachable);
  }

  /** Whether nothing is left open and every shard was asked. */
  public boolean isComplete() {
    return unreachable.isEmpty()
        && moves.stream()
            .allMatch(m -> m.ending() == Ending.FINISHED || m.ending() == Ending.UNDONE);
  }

  /**
   * A move that was open.
   *
   * @param id the move's id
   * @param description what moves from where to where; without the key
   * @param ending what became of it
   * @param reason why it failed; empty otherwise
   */
  public record Recovered(UUID id, String description, Ending ending, String reason) {}

  /** What became of an open move. */
  public enum Ending {
    /** It was decided before, and the target has it all now. */
    FINISHED,
    /** It was not decided, and the source keeps it. */
    UNDONE,
    /** Its mover is still connected, so it was left alone. */
    RUNNING,
    /** It is still open. */
    FAILED
  }
}
