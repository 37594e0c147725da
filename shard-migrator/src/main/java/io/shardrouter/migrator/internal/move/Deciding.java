package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a shard's deciding row says of a subject, by the guard's own rule.
 *
 * @param by {@code key}, {@code slot} or {@code base}
 * @param shard the holder that it names
 * @param epoch its epoch; 0 for the base layout
 */
public record Deciding(String by, int shard, long epoch) {

  /** What the shard behind {@code connection} says now. */
  static Deciding on(Connection connection, Subject subject) throws SQLException {
    return Sql.one(
        connection,
        row -> new Deciding(row.getString(1), row.getInt(2), row.getLong(3)),
        "select decided_by, coalesce(shard, -1), epoch from shard_router.deciding(?, ?, ?)",
        subject.group(),
        subject.slot(),
        subject.keyOrNull());
  }

  /**
   * Names the target of {@code move} in the deciding row of its source, and counts the move there;
   * false where that row has a greater epoch.
   */
  static boolean giveAway(Connection connection, Move move) throws SQLException {
    Subject subject = move.subject();
    boolean placed =
        Sql.holds(
            connection,
            "select shard_router.place(?, ?, ?, ?, ?, ?, ?)",
            subject.group(),
            subject.kind(),
            subject.slot(),
            subject.keyOrNull(),
            move.target(),
            move.epoch(),
            move.id());
    if (placed) {
      Sql.run(
          connection, "select shard_router.count_move(?, 'given', ?)", move.target(), move.id());
    }
    return placed;
  }

  /**
   * The compare of the mover's compare-and-set: who read this must find it again before it acts.
   *
   * @throws RefusedException {@code SR004} where another move came between
   */
  void requireStill(Connection connection, Subject subject) throws SQLException {
    if (!on(connection, subject).equals(this)) {
      throw new RefusedException(
          SqlState.REFUSED,
          subject + " has another placement than a moment ago: another move was faster");
    }
  }

  /**
   * Follows the pointers from shard {@code start} to the shard that holds the subject.
   *
   * @return what the holder says, which names itself
   * @throws RefusedException {@code SR004} where the pointers end at a shard that has not adopted
   *     the subject yet
   */
  public static Deciding follow(ShardLinks links, Subject subject, int start) throws SQLException {
    Set<Integer> seen = new LinkedHashSet<>();
    int at = start;
    while (seen.add(at)) {
      try (ShardLink link = links.to(at)) {
        Deciding said = on(link.connection(), subject);
        if (said.shard() == at) {
          return said;
        }
        if (said.shard() < 0) {
          throw new RefusedException(
              SqlState.MISCONFIGURED,
              "group " + subject.group() + " is not installed on shard " + at);
        }
        at = said.shard();
      }
    }
    throw new RefusedException(
        SqlState.REFUSED,
        "%s was decided to go to another shard and has not been adopted there; run shardctl recover"
            .formatted(subject));
  }
}
