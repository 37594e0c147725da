package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.migrator.MoveReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves one subject, step by step. Thread-safe; one call per thread at a time uses two connections.
 */
public final class Mover {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter.move");

  private final ShardLinks links;
  private final Preflight preflight;
  private final Settlement settlement;
  private final Begin begin;
  private final Durability durability = new Durability();
  private final Fence fence;
  private final Duration fenceWait;

  /**
   * @param fenceWait how long to try to keep writers off before the move is given up
   */
  public Mover(ShardLinks links, Preflight preflight, Settlement settlement, Duration fenceWait) {
    this.links = links;
    this.preflight = preflight;
    this.settlement = settlement;
    this.begin = new Begin(links, settlement);
    this.fence = new Fence(fenceWait);
    this.fenceWait = fenceWait;
  }

  /**
   * Moves {@code subject} to the shard {@code to}.
   *
   * @param start any shard, from which the pointers lead to the holder
   * @throws RefusedException {@code SR004} where the move is refused; nothing has moved then
   * @throws SQLException where it failed; the message says whether it is undone or left open
   */
  public MoveReport move(Subject subject, int start, int to) throws SQLException {
    long begunAt = System.nanoTime();
    Deciding holder = Deciding.follow(links, subject, start);
    if (holder.shard() == to) {
      throw new RefusedException(
          SqlState.REFUSED, "shard " + to + " holds " + subject + " already: nothing to move");
    }
    try (ShardLink source = links.to(holder.shard());
        ShardLink target = links.to(to)) {
      Preflight.Findings findings = preflight.look(source, target, subject);
      // What looks like an objection may be the trace of a move that was faster.
      holder.requireStill(source.connection(), subject);
      findings.requireNone(subject, holder.shard(), to);
      durability.lookAt(source);
      durability.lookAt(target);
      Begun begun = begin.begin(source, target, subject, holder, findings);
      LOG.info("{}: begun", begun.move());
      try {
        return transfer(source, target, begun, begunAt);
      } catch (SQLException | RuntimeException | Error e) {
        source.discard();
        target.discard();
        throw failed(begun.move(), e);
      }
    }
  }

  /** An online copy will come ahead of the fence; this one copies under it. */
  private MoveReport transfer(ShardLink source, ShardLink target, Begun begun, long begunAt)
      throws SQLException {
    long[] fencedAt = new long[1];
    Staged staged =
        source.inLongTransaction(
            connection -> {
              fence.raise(connection, begun);
              fencedAt[0] = System.nanoTime();
              FailPoint.FENCED.reached();
              Staged copied = Copy.underFence(begun, connection, target);
              Sequences.advance(target, begun.move(), fenceWait);
              fence.close(connection, begun);
              Decide.write(begun, copied, connection, target.connection(), preflight.catalogs());
              return copied;
            });
    FailPoint.AFTER_DECISION.reached();
    Adopt.onTarget(target, begun.move(), begun.nonce());
    Duration pause = Duration.ofNanos(System.nanoTime() - fencedAt[0]);
    Adopt.onSource(source, begun.move(), Optional.of(pause));
    MoveReport report =
        new MoveReport(
            begun.move().id(),
            begun.move().source(),
            begun.move().target(),
            staged.rows(),
            staged.bytes(),
            pause,
            Duration.ofNanos(System.nanoTime() - begunAt));
    LOG.info(
        "{}: done, {} rows, {} bytes, writers paused for {} ms",
        begun.move(),
        report.rows(),
        report.bytes(),
        pause.toMillis());
    return report;
  }

  /** What the caller is told: the failure itself, with how the move ended. */
  private SQLException failed(Move move, Throwable failure) {
    Optional<Settlement.Outcome> outcome = settlement.afterFailure(move, failure);
    if (failure instanceof RefusedException refused
        && outcome.equals(Optional.of(Settlement.Outcome.ABORTED))) {
      return refused;
    }
    String end =
        outcome
            .map(
                o ->
                    switch (o) {
                      case DONE -> "it was decided before, and is done now";
                      case ABORTED -> "it was undone";
                    })
            .orElse("it is left open: run shardctl recover");
    String state = failure instanceof SQLException e ? e.getSQLState() : "XX000";
    return new SQLException(
        move + " failed, and " + end + ": " + failure.getMessage(), state, failure);
  }
}
