package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Moves keys and slots from shard to shard until it is closed. */
final class Movers implements AutoCloseable {
  private static final ImmutableList<String> GROUPS = ImmutableList.of("user", "account", "day");

  private final Side side;
  private final Random random = new Random(Matrix.SEED);

  /** Fair: whoever wants the shards to stand still gets its turn between two moves. */
  private final Lock still = new ReentrantLock(true);

  private final AtomicInteger moved = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "mover");
  private volatile boolean closed;

  Movers(Side side) {
    this.side = side;
    thread.start();
  }

  /** No move runs while it is held. */
  Lock still() {
    return still;
  }

  /** How many moves were made. */
  int moved() {
    return moved.get();
  }

  private void run() {
    try (Migrator migrator = Migrator.open(side.config())) {
      while (!closed) {
        still.lock();
        try {
          move(migrator);
        } finally {
          still.unlock();
        }
      }
    } catch (SQLException | RuntimeException e) {
      failure.set(e);
    }
  }

  private void move(Migrator migrator) throws SQLException {
    int target = random.nextInt(side.databases().size());
    try {
      migrator.move(
          random.nextInt(4) == 0
              ? MoveRequest.slot(
                  GROUPS.get(random.nextInt(GROUPS.size())), random.nextInt(500), target)
              : MoveRequest.key(key(), target));
      moved.incrementAndGet();
    } catch (RefusedException e) {
      // It is there already.
    }
  }

  private ShardKey key() {
    return switch (random.nextInt(4)) {
      case 0 ->
          ShardKey.of("user", Population.ODD_KEYS.get(random.nextInt(Population.ODD_KEYS.size())));
      case 1 -> ShardKey.of("account", (long) random.nextInt(51));
      default -> ShardKey.of("user", "u" + (1 + random.nextInt(170)));
    };
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new SQLException("a move failed", failed);
    }
  }
}
