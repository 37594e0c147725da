package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
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

  /** Where what was moved is; written and read while no move runs. */
  private final Map<ShardKey, Integer> keys = new HashMap<>();

  private final Map<Slot, Integer> slots = new HashMap<>();

  private record Slot(String group, int number) {}

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
    if (random.nextInt(4) == 0) {
      Slot slot = new Slot(GROUPS.get(random.nextInt(GROUPS.size())), random.nextInt(500));
      if (isMoved(migrator, MoveRequest.slot(slot.group(), slot.number(), target))) {
        slots.put(slot, target);
      }
    } else {
      ShardKey key = key();
      if (isMoved(migrator, MoveRequest.key(key, target))) {
        keys.put(key, target);
      }
    }
  }

  private boolean isMoved(Migrator migrator, MoveRequest request) throws SQLException {
    try {
      migrator.move(request);
      moved.incrementAndGet();
      return true;
    } catch (RefusedException e) {
      // It is there already.
      return false;
    }
  }

  /** Where a key is, by the moves that were made; none may run. */
  int holder(ShardKey key) throws SQLException {
    Integer own = keys.get(key);
    if (own != null) {
      return own;
    }
    int slot = side.router().orElseThrow().route(key).slot();
    return slots.getOrDefault(
        new Slot(key.group().orElse(""), slot), slot % side.databases().size());
  }

  private ShardKey key() {
    return switch (random.nextInt(4)) {
      case 0 ->
          ShardKey.of("user", Population.ODD_KEYS.get(random.nextInt(Population.ODD_KEYS.size())));
      case 1 -> ShardKey.of("account", String.valueOf(random.nextInt(51)));
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
