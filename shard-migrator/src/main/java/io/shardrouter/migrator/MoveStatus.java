package io.shardrouter.migrator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A move as the journals tell it. {@code toString} leaves the key out, which is the user's data.
 *
 * @param id the move's id
 * @param group the colocation group
 * @param slot the slot that moves, or the slot of the key
 * @param key the key in canonical text; empty for a slot's move
 * @param source the shard that gives
 * @param target the shard that takes
 * @param state how far it is
 * @param running whether its mover is still connected
 * @param returnOf the move that it takes back; mostly empty
 * @param rows how many moved; empty until it is decided
 * @param bytes how many passed through the mover; empty until it is decided
 * @param pause how long writers were kept off; empty until it is done, or where a recovery did it
 * @param begunAt when it began, by the source's clock where that could be asked
 * @param endedAt when it ended; empty while it is open
 */
public record MoveStatus(
    UUID id,
    String group,
    int slot,
    Optional<String> key,
    int source,
    int target,
    State state,
    boolean running,
    Optional<UUID> returnOf,
    Optional<Long> rows,
    Optional<Long> bytes,
    Optional<Duration> pause,
    Instant begunAt,
    Optional<Instant> endedAt) {

  /** How far a move is. */
  public enum State {
    /** In the journals; nothing is copied yet. */
    BEGUN,
    /** The rows are staged on the target. */
    STAGED,
    /** The target holds it from now on, and has to adopt the rows. */
    DECIDED,
    /** Over: the target has it all. */
    DONE,
    /** Given up: the source has it all. */
    ABORTED;

    /** Whether a move in it is not over. */
    public boolean isOpen() {
      return this != DONE && this != ABORTED;
    }
  }

  /** Without the key, which is the user's data. */
  @Override
  public String toString() {
    return "MoveStatus[id=%s, group=%s, slot=%d, source=%d, target=%d, state=%s, running=%s]"
        .formatted(id, group, slot, source, target, state, running);
  }

  /** Whether it is not over. */
  public boolean isOpen() {
    return state.isOpen();
  }
}
