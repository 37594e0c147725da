package io.shardrouter.internal.exec;

import io.shardrouter.internal.merge.Groups;
import io.shardrouter.internal.sql.Gathering.Fold;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Groups of all shards, folded. */
final class FoldedRows implements RowSequence {
  private final ResultSet rows;
  private final int shard;

  private FoldedRows(ResultSet rows, int shard) {
    this.rows = rows;
    this.shard = shard;
  }

  /**
   * Takes all rows of {@code cursors} and folds them.
   *
   * @return empty where only PostgreSQL can
   */
  static Optional<RowSequence> of(Fold fold, ShardCursors cursors, Budget budget)
      throws SQLException {
    Optional<Groups> groups =
        Groups.of(fold, cursors.all().stream().map(ShardCursor::row).toList());
    if (groups.isEmpty() || !fill(groups.get(), new Arrivals(cursors), cursors, budget)) {
      return Optional.empty();
    }
    ShardCursor describing = cursors.describing();
    return groups
        .get()
        .rows(describing.driver())
        .map(rows -> new FoldedRows(rows, describing.shard()));
  }

  private static boolean fill(Groups groups, Arrivals arrivals, ShardCursors cursors, Budget budget)
      throws SQLException {
    while (arrivals.next()) {
      cursors.requireHealthy();
      switch (groups.add(arrivals.row())) {
        case NOT -> {
          return false;
        }
        case NEW_GROUP -> budget.take(groups.bytes(arrivals.row()), "groups");
        case TO_GROUP -> {
          // It takes no more room.
        }
      }
    }
    return true;
  }

  @Override
  public boolean next() throws SQLException {
    return rows.next();
  }

  @Override
  public ResultSet row() {
    return rows;
  }

  @Override
  public int shard() {
    return shard;
  }

  @Override
  public boolean isLast() throws SQLException {
    return rows.isLast();
  }
}
