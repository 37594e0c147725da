package io.shardrouter.internal.exec;

import io.shardrouter.SqlState;
import io.shardrouter.internal.merge.MergeHeap;
import io.shardrouter.internal.merge.RowOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows by their order: none is given before a row of each unfinished shard is here. */
final class InOrder implements RowSequence {
  private final ShardCursors cursors;
  private final MergeHeap<ShardCursor> heap;
  private @Nullable ShardCursor current;

  /** The rows of all of {@code cursors}, each of which has its first block. */
  InOrder(ShardCursors cursors, RowOrder order) throws SQLException {
    this.cursors = cursors;
    this.heap = new MergeHeap<>(order);
    for (ShardCursor cursor : cursors.all()) {
      if (isOnRow(cursor)) {
        heap.add(cursor, cursor.row());
      } else {
        cursors.exhausted(cursor);
      }
    }
  }

  @Override
  public boolean next() throws SQLException {
    if (current != null) {
      if (!isOnRow(current)) {
        heap.removeHead();
        cursors.exhausted(current);
      } else if (!heap.advanceHead(current.row())) {
        throw new SQLException(
            "shard %d gives its rows in another order than the catalog said; run it again"
                .formatted(current.shard()),
            SqlState.RETRY.code());
      }
    }
    current = heap.isEmpty() ? null : heap.head();
    return current != null;
  }

  /** Goes to the next row of {@code cursor}, and waits for it where it is not here yet. */
  private boolean isOnRow(ShardCursor cursor) throws SQLException {
    while (true) {
      switch (cursor.answer().advance()) {
        case ON_ROW -> {
          return true;
        }
        case END -> {
          return false;
        }
        case BLOCK_END -> {
          cursors.fetch(cursor);
          cursors.take();
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
    return heap.size() == 1 && current().answer().isLast();
  }
}
