package io.shardrouter.internal.guard;

import io.shardrouter.internal.routing.RoutedKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What goes ahead of a caller's statement in the same round trip. */
public enum Ahead implements Lead {
  /** Nothing: the guard is held already, or none is needed. */
  NOTHING(0, 0),
  /**
   * Nothing: the guard went ahead on its own, in a block that ends right after the statement. Rows
   * must be fetched whole, because a portal would not outlive the block.
   */
  IN_BLOCK(0, 0),
  /** The guard. */
  GUARD(1, 2),
  /** The fence table's lock, which takes no snapshot, and then the guard. */
  FENCE_AND_GUARD(2, 2);

  private final int results;
  private final int parameters;

  Ahead(int results, int parameters) {
    this.results = results;
    this.parameters = parameters;
  }

  @Override
  public int results() {
    return results;
  }

  @Override
  public int parameters() {
    return parameters;
  }

  @Override
  public int parametersBefore() {
    return 0;
  }

  @Override
  public void bindTo(PreparedStatement statement, RoutedKey key) throws SQLException {
    statement.setInt(1, key.slot());
    statement.setString(2, key.key());
  }
}
