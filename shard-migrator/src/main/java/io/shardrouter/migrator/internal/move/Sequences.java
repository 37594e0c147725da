package io.shardrouter.migrator.internal.move;

import io.shardrouter.migrator.internal.sql.Sql;
import io.shardrouter.migrator.internal.sql.UntilFree;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Moves the target's sequences past the staged rows, ahead of the adoption. That needs a lock which
 * keeps out everybody who inserts, and which waits for everybody who has inserted: so it is taken
 * for a moment, again and again, and not in the transaction that adopts, where it would be kept.
 */
final class Sequences {
  private Sequences() {}

  /**
   * Advances what the journal of {@code target} says of {@code move}; what is far enough costs a
   * look.
   *
   * @param limit how long to try for each lock
   */
  static void advance(ShardLink target, Move move, Duration limit) throws SQLException {
    Map<String, Long> reaches = new LinkedHashMap<>();
    Sql.each(
        target.connection(),
        row -> reaches.put(row.getString(1), row.getLong(2)),
        "select sequence_name, reach from shard_router.move_sequence where move_id = ?",
        move.id());
    for (Map.Entry<String, Long> each : reaches.entrySet()) {
      UntilFree.get(limit, () -> advance(target, each.getKey(), each.getValue()));
    }
  }

  private static boolean advance(ShardLink target, String sequence, long reach)
      throws SQLException {
    return target.inTransaction(
        connection -> {
          Sql.run(connection, "set local lock_timeout = " + UntilFree.LOCK_TIMEOUT.toMillis());
          Sql.run(
              connection, "select shard_router.advance_sequence(?::regclass, ?)", sequence, reach);
          return true;
        });
  }
}
