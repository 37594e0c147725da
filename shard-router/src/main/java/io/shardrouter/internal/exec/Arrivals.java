package io.shardrouter.internal.exec;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they arrive: while the next block of one shard is on its way, other shards' rows are
 * given.
 */
final class Arrivals implements RowSequence {
  private final ShardCursors cursors;

  /** Those with a block of which nothing was given yet. */
  private final Deque<ShardCursor> ready;

  private int unfinished;
  private @Nullable ShardCursor current;

  /** The rows of all of {@code cursors}, each of which has its first block. */
  Arrivals(ShardCursors cursors) {
    this(cursors, cursors.all());
  }

  /** The rows of {@code some} of {@code cursors} alone. */
  Arrivals(ShardCursors cursors, List<ShardCursor> some) {
    this.cursors = cursors;
    this.ready = new ArrayDeque<>(some);
    this.unfinished = some.size();
  }

  @Override
  public boolean next() throws SQLException {
    while (true) {
      if (current == null) {
        if (unfinished == 0) {
          return false;
        }
        current = ready.isEmpty() ? cursors.take() : ready.remove();
      }
      switch (current.answer().advance()) {
        case ON_ROW -> {
          return true;
        }
        case BLOCK_END -> {
          cursors.fetch(current);
          current = null;
        }
        case END -> {
          unfinished--;
          cursors.exhausted(current);
          current = null;
        }
      }
    }
  }

  @Override
  public ResultSet row() {
    return current().row();
  }

  @Override
  public int shard() {
    return current().shard();
  }

  private ShardCursor current() {
    if (current == null) {
      throw new IllegalStateException("not on a row");
    }
    return current;
  }

  @Override
  public boolean isLast() throws SQLException {
    ready.removeIf(this::isDone);
    while (ready.isEmpty() && unfinished > 1) {
      ShardCursor arrived = cursors.take();
      if (!isDone(arrived)) {
        ready.add(arrived);
      }
    }
    return ready.isEmpty() && current().answer().isLast();
  }

  private boolean isDone(ShardCursor cursor) {
    boolean done = cursor.answer().isExhausted();
    if (done) {
      unfinished--;
      cursors.exhausted(cursor);
    }
    return done;
  }
}
