package io.shardrouter.migrator;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.internal.move.Mover;
import io.shardrouter.migrator.internal.move.Preflight;
import io.shardrouter.migrator.internal.move.Settlement;
import io.shardrouter.migrator.internal.move.ShardLinks;
import io.shardrouter.migrator.internal.move.Subjects;
import java.sql.SQLException;

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
  private final Mover mover;

  private Migrator(ShardRouterConfig config, MigratorOptions options) {
    this.links = new ShardLinks(config, options.movesPerShard() + SPARE_CONNECTIONS);
    Preflight preflight = new Preflight(config);
    this.subjects = new Subjects(config, links, preflight);
    this.mover = new Mover(links, preflight, new Settlement(links), options.fenceWait());
  }

  /** A migrator with {@link MigratorOptions#DEFAULT}; connects when it is first needed. */
  public static Migrator open(ShardRouterConfig config) {
    return open(config, MigratorOptions.DEFAULT);
  }

  /** A migrator; connects when it is first needed. */
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
    Subjects.Located located = subjects.locate(request);
    Mover.Moved moved = mover.move(located.subject(), located.base(), request.target());
    return new MoveReport(
        moved.move().id(),
        moved.move().source(),
        moved.move().target(),
        moved.rows(),
        moved.bytes(),
        moved.pause(),
        moved.total());
  }

  @Override
  public void close() {
    links.close();
  }
}
