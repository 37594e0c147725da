package io.shardrouter.migrator;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.internal.batch.Batch;
import io.shardrouter.migrator.internal.batch.Pace;
import io.shardrouter.migrator.internal.move.Deciding;
import io.shardrouter.migrator.internal.move.Estimate;
import io.shardrouter.migrator.internal.move.History;
import io.shardrouter.migrator.internal.move.Mover;
import io.shardrouter.migrator.internal.move.Preflight;
import io.shardrouter.migrator.internal.move.Recovery;
import io.shardrouter.migrator.internal.move.Return;
import io.shardrouter.migrator.internal.move.Settlement;
import io.shardrouter.migrator.internal.move.ShardLinks;
import io.shardrouter.migrator.internal.move.Subjects;
import io.shardrouter.migrator.internal.verify.Verification;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Moves keys and slots between shards while services run. Every step is journaled on the shards, so
 * a migrator may die at any moment: {@code recover} finishes what it left, from anywhere.
 * Thread-safe.
 *
 * <p>Connects as {@code shards[].migrator} where that is configured, straight to the servers: not
 * through a pooler that shares sessions between transactions.
 */
public final class Migrator implements AutoCloseable {
  /** Beside the moves: recovery, verification, and looks at the journals. */
  private static final int SPARE_CONNECTIONS = 4;

  private final ShardLinks links;
  private final Subjects subjects;
  private final MeasuredMoves moves;
  private final MigratorOptions options;
  private final Estimate estimate;
  private final Recovery recovery;
  private final Return returning;
  private final History history;
  private final Verification verification;

  private Migrator(ShardRouterConfig config, MigratorOptions options) {
    this.links = new ShardLinks(config, options.movesPerShard() + SPARE_CONNECTIONS);
    Preflight preflight = new Preflight(config);
    this.subjects = new Subjects(config, links, preflight);
    Settlement settlement = new Settlement(links);
    this.moves = new MeasuredMoves(new Mover(links, preflight, settlement, options.fenceWait()));
    this.options = options;
    this.estimate = new Estimate(links, preflight);
    this.recovery = new Recovery(links, settlement);
    this.returning = new Return(links, settlement);
    this.history = new History(links);
    this.verification = new Verification(config, links, subjects, recovery);
  }

  /** A migrator with {@link MigratorOptions#DEFAULT}; connects when it is first needed. */
  public static Migrator open(ShardRouterConfig config) {
    return open(config, MigratorOptions.DEFAULT);
  }

  /**
   * A migrator; connects when it is first needed, to no shard with more than {@link
   * MigratorOptions#movesPerShard} + 4 connections.
   */
  public static Migrator open(ShardRouterConfig config, MigratorOptions options) {
    return new Migrator(config, options);
  }

  /**
   * Moves what is requested, and returns when the target holds it and has all its rows.
   *
   * @throws RefusedException {@code SR004} where it is refused, with every reason; {@code SR003}
   *     where the key is none, {@code SR007} where a shard is not configured. Nothing has moved
   *     then.
   * @throws SQLException where it failed; the message says whether it was undone
   */
  public MoveReport move(MoveRequest request) throws SQLException {
    return moves.move(subjects.locate(request), request.target());
  }

  /**
   * Moves all that is requested, at most {@link MigratorOptions#movesPerShard} at a time from or to
   * any one shard and as many as that allows beside each other, with rests as {@link
   * MigratorOptions#share} tells. What its target holds already is skipped, so that the same batch
   * may be run again after whatever stopped it. Requests for the same key or slot, or for a key and
   * its slot, run one after the other in the given order.
   *
   * <p>An interrupt of the calling thread starts no other move and ends every rest; moves that run
   * come to their end, and the thread is interrupted still when this returns.
   *
   * @param progress hears of every start and end, on the calling thread
   * @throws RefusedException {@code SR003} or {@code SR007} where a request names nothing there is,
   *     as {@link #refusals} tells; nothing has moved then
   * @throws SQLException where no shard can be asked; nothing has moved then
   */
  public BatchReport moveAll(List<MoveRequest> requests, BatchPolicy policy, BatchProgress progress)
      throws SQLException {
    List<Batch.Named> named = new ArrayList<>();
    for (MoveRequest request : requests) {
      named.add(new Batch.Named(request, subjects.locate(request)));
    }
    Batch.Work work =
        new Batch.Work() {
          @Override
          public int holder(Subjects.Located located) throws SQLException {
            return Deciding.follow(links, located.subject(), located.base()).shard();
          }

          @Override
          public MoveReport move(Subjects.Located located, int target) throws SQLException {
            return moves.move(located, target);
          }
        };
    Pace pace = Pace.of(options.share());
    return new Batch(named, options.movesPerShard(), pace, policy, progress, work).run();
  }

  /**
   * Which of {@code requests} name a group, key, slot or shard that there is not; changes nothing.
   *
   * @return by the index of a request, why it is refused; the message shows no key
   * @throws SQLException where no shard can be asked
   */
  public Map<Integer, String> refusals(List<MoveRequest> requests) throws SQLException {
    Map<Integer, String> refusals = new TreeMap<>();
    for (int i = 0; i < requests.size(); i++) {
      try {
        subjects.locate(requests.get(i));
      } catch (RefusedException e) {
        refusals.put(i, String.valueOf(e.getMessage()));
      }
    }
    return refusals;
  }

  /**
   * What {@link #move} would do; changes nothing.
   *
   * @throws RefusedException {@code SR003} or {@code SR007} where the request names nothing there
   *     is
   * @throws SQLException {@code 08001} where a shard that it needs is down
   */
  public MovePlan plan(MoveRequest request) throws SQLException {
    Subjects.Located located = subjects.locate(request);
    return estimate.plan(located.subject(), located.base(), request.target());
  }

  /**
   * The moves that the journals tell of, the latest first.
   *
   * @param limit at most so many; a shard that cannot be asked is told of, not thrown
   */
  public MoveHistory moves(int limit) {
    return history.read(limit);
  }

  /** The moves that are not over, the latest first; as {@link #moves} of shards that are down. */
  public MoveHistory openMoves() {
    return history.readOpen();
  }

  /** For {@link MigratorMetrics}. */
  MeasuredMoves measured() {
    return moves;
  }

  /**
   * Finishes or undoes the moves that were left open, by what their sources decided. Those whose
   * mover is still connected are left alone. May run at any time, by several at once; what fails is
   * in the report, and is tried again by another call.
   */
  public RecoveryReport recover() {
    return recovery.recover(Recovery.Which.ABANDONED);
  }

  /**
   * As {@link #recover}, also where the mover is still connected: it is given up unless it has
   * decided, and its sessions are ended.
   */
  public RecoveryReport recoverRunning() {
    return recovery.recover(Recovery.Which.ALL);
  }

  /**
   * Takes back a move that is decided but which its target cannot adopt: its rows go home as a move
   * of their own.
   *
   * @param move the id of the first move
   * @return the id of the second one
   * @throws RefusedException {@code SR004} where there is no such move that waits to be adopted
   * @throws SQLException where a shard fails ({@code 08001} where it is down); {@link #recover}
   *     settles what was begun
   */
  public UUID takeBack(UUID move) throws SQLException {
    return returning.takeBack(move).id();
  }

  /**
   * Looks at the whole cluster, while services and moves run: whether every row is on the shard
   * that holds its key, every key has one holder, all pointers lead there, and no move has left
   * anything. Reads every row of every group. A shard that is down is a finding.
   *
   * @throws SQLException where reading fails; {@code 57014} where the thread is interrupted
   */
  public VerificationReport verify() throws SQLException {
    return verification.verify();
  }

  /**
   * As {@link #verify}, after mending what is safe: moves whose movers are gone are settled, and
   * staging tables of no open move are dropped. Rows are never changed.
   *
   * @throws SQLException as {@link #verify}; what was mended before stays so
   */
  public VerificationReport verifyAndRepair() throws SQLException {
    return verification.repair();
  }

  /** Closes the connections; a move that still runs fails, and is settled by {@link #recover}. */
  @Override
  public void close() {
    links.close();
  }
}
