package io.shardrouter.migrator.internal.move;

import io.shardrouter.internal.routing.ShardLock;
import io.shardrouter.migrator.MoveStatus.State;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The journal of one shard: the table {@code shard_router.move}. */
public final class Journal {
  /**
   * The condition that the move of a row {@code m} is not over, as far as its shard knows; as the
   * indexes have it.
   */
  public static final String OPEN =
      Arrays.stream(State.values())
          .filter(state -> !state.isOpen())
          .map(state -> "'" + word(state) + "'")
          .collect(Collectors.joining(", ", "m.state not in (", ")"));

  private static final String COLUMNS =
      "select m.move_id, m.group_name, m.slot, m.key, m.source, m.target, m.epoch, m.return_of,"
          + " m.state, m.moved_rows, m.moved_bytes, m.pause_ms, m.begun_at, m.ended_at,"
          + " exists (select from pg_stat_activity a where a.pid = m.backend_pid"
          + " and a.backend_start = m.backend_start) as connected"
          + " from shard_router.move m ";

  private Journal() {}

  /**
   * A row.
   *
   * @param move what it is about
   * @param state {@code STAGED} only on the target, {@code DECIDED} only on the source
   * @param rows moved, once known
   * @param bytes copied, once known
   * @param pauseMillis how long writers of the subject were kept off, once known
   * @param connected whether the mover's session on this shard is still there
   */
  public record Entry(
      Move move,
      State state,
      Optional<Long> rows,
      Optional<Long> bytes,
      Optional<Long> pauseMillis,
      Instant begunAt,
      Optional<Instant> endedAt,
      boolean connected) {}

  /** As the table has it. */
  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Keeps others from beginning a move of the same slot, or of a key in it, in this transaction.
   * Waits until the server has ended a mover that sleeps in here: it has nothing in any journal by
   * which to find it.
   */
  static void lockBeginnings(Connection connection, Subject subject) throws SQLException {
    Sql.run(connection, "set local lock_timeout = " + 2 * ShardLink.LONGEST_IDLE.toMillis());
    Sql.run(connection, ShardLock.BEGINNING.exclusive(), subject.group(), subject.slot());
  }

  /**
   * The open moves that exclude one of {@code subject}: its own, and those of a slot and a key in
   * it.
   */
  static List<Entry> overlapping(Connection connection, Subject subject) throws SQLException {
    return list(
        connection,
        "where m.group_name = ? and m.slot = ? and "
            + OPEN
            + " and (m.kind = 'slot' or ?::text is null or m.key = ?)",
        subject.group(),
        subject.slot(),
        subject.keyOrNull(),
        subject.keyOrNull());
  }

  /** Writes that {@code move} begins, with the session of {@code link} as its mover's. */
  static void begin(ShardLink link, Move move, byte @Nullable [] nonceHash) throws SQLException {
    Subject subject = move.subject();
    Sql.run(
        link.connection(),
        """
        insert into shard_router.move
               (move_id, group_name, kind, slot, key, source, target, epoch, state, return_of,
                backend_pid, backend_start, nonce_hash)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        move.id(),
        subject.group(),
        subject.kind(),
        subject.slot(),
        subject.keyOrNull(),
        move.source(),
        move.target(),
        move.epoch(),
        word(State.BEGUN),
        move.returnOf().orElse(null),
        link.backendPid(),
        link.backendStart(),
        nonceHash);
  }

  /**
   * Makes the session of {@code link} the one that is ended where {@code move} has to be settled.
   */
  static void takeOver(ShardLink link, Move move) throws SQLException {
    Sql.run(
        link.connection(),
        "update shard_router.move set backend_pid = ?, backend_start = ? where move_id = ?",
        link.backendPid(),
        link.backendStart(),
        move.id());
  }

  /** Whether the row of {@code move} was in the state {@code from}, and is in {@code to} now. */
  static boolean advance(Connection connection, Move move, State from, State to)
      throws SQLException {
    return Sql.update(
            connection,
            "update shard_router.move set state = ? where move_id = ? and state = ?",
            word(to),
            move.id(),
            word(from))
        == 1;
  }

  /** Ends the row of {@code move} with all that it staged; does nothing where it has ended. */
  static void end(Connection connection, Move move, State state) throws SQLException {
    Sql.run(connection, "select shard_router.end_move(?, ?)", move.id(), word(state));
  }

  /** The row of the move {@code id}. */
  static Optional<Entry> find(Connection connection, UUID id) throws SQLException {
    return list(connection, "where m.move_id = ?", id).stream().findFirst();
  }

  /** All rows, the latest first. */
  public static List<Entry> all(Connection connection, int limit) throws SQLException {
    return list(connection, "order by m.begun_at desc limit ?", limit);
  }

  /** The rows of moves that are not over. */
  public static List<Entry> open(Connection connection) throws SQLException {
    return list(connection, "where " + OPEN + " order by m.begun_at");
  }

  private static List<Entry> list(
      Connection connection, String where, @Nullable Object... parameters) throws SQLException {
    return Sql.rows(connection, Journal::entry, COLUMNS + where, parameters);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new Move(
            row.getObject("move_id", UUID.class),
            Subject.of(row.getString("group_name"), row.getInt("slot"), row.getString("key")),
            row.getInt("source"),
            row.getInt("target"),
            row.getLong("epoch"),
            Optional.ofNullable(row.getObject("return_of", UUID.class))),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getObject("moved_rows", Long.class)),
        Optional.ofNullable(row.getObject("moved_bytes", Long.class)),
        Optional.ofNullable(row.getObject("pause_ms", Long.class)),
        row.getObject("begun_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getBoolean("connected"));
  }
}
