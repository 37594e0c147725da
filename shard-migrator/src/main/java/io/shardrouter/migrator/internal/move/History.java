package io.shardrouter.migrator.internal.move;

import io.shardrouter.migrator.MoveHistory;
import io.shardrouter.migrator.MoveStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The moves that the journals of all shards tell of, each once. */
public final class History {
  private final ShardLinks links;

  public History(ShardLinks links) {
    this.links = links;
  }

  /** Reads at most {@code limit} moves of each shard. */
  public MoveHistory read(int limit) {
    return read(connection -> Journal.all(connection, limit), limit);
  }

  /** Reads the moves that are not over. */
  public MoveHistory readOpen() {
    return read(Journal::open, Long.MAX_VALUE);
  }

  /** What is read of one journal. */
  @FunctionalInterface
  private interface Reading {
    List<Journal.Entry> of(Connection connection) throws SQLException;
  }

  private MoveHistory read(Reading reading, long limit) {
    Map<UUID, MoveStatus> moves = new LinkedHashMap<>();
    Map<Integer, String> unreachable = new LinkedHashMap<>();
    for (int shard : links.ids()) {
      try (ShardLink link = links.to(shard)) {
        for (Journal.Entry entry : reading.of(link.connection())) {
          moves.merge(entry.move().id(), status(entry), History::merged);
        }
      } catch (SQLException e) {
        unreachable.put(shard, String.valueOf(e.getMessage()));
      }
    }
    return new MoveHistory(
        moves.values().stream()
            .sorted(Comparator.comparing(MoveStatus::begunAt).reversed())
            .limit(limit)
            .toList(),
        unreachable);
  }

  private static MoveStatus status(Journal.Entry entry) {
    Move move = entry.move();
    return new MoveStatus(
        move.id(),
        move.subject().group(),
        move.subject().slot(),
        Optional.ofNullable(move.subject().keyOrNull()),
        move.source(),
        move.target(),
        entry.state(),
        entry.state().isOpen() && entry.connected(),
        move.returnOf(),
        entry.rows(),
        entry.bytes(),
        entry.pauseMillis().map(Duration::ofMillis),
        entry.begunAt(),
        entry.endedAt());
  }

  /** The two rows of one move: whichever is further tells the state. */
  private static MoveStatus merged(MoveStatus one, MoveStatus other) {
    boolean oneIsFurther = one.state().compareTo(other.state()) >= 0;
    MoveStatus further = oneIsFurther ? one : other;
    MoveStatus nearer = oneIsFurther ? other : one;
    return new MoveStatus(
        one.id(),
        one.group(),
        one.slot(),
        one.key(),
        one.source(),
        one.target(),
        further.state(),
        one.running() || other.running(),
        one.returnOf(),
        one.rows().or(other::rows),
        one.bytes().or(other::bytes),
        one.pause().or(other::pause),
        one.begunAt().isBefore(other.begunAt()) ? one.begunAt() : other.begunAt(),
        further.endedAt().or(nearer::endedAt));
  }
}
