package io.shardrouter.migrator.internal.move;

import java.util.Optional;
import java.util.UUID;

/**
 * A move as the journals on its source and its target name it.
 *
 * @param id the same on both
 * @param subject what moves
 * @param source the shard that holds it
 * @param target the shard that shall hold it
 * @param epoch the placement's epoch once the move is decided
 * @param returnOf the move whose staged rows this one takes back; empty for an ordinary move
 */
public record Move(
    UUID id, Subject subject, int source, int target, long epoch, Optional<UUID> returnOf) {
  @Override
  public String toString() {
    return "move %s of %s from shard %d to shard %d".formatted(id, subject, source, target);
  }
}
