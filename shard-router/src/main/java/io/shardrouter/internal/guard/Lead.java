package io.shardrouter.internal.guard;

/** What goes ahead of a caller's statement in the same round trip. */
public enum Lead {
  /** Nothing: the guard is held already, or none is needed. */
  NONE(0, 0),
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

  Lead(int results, int parameters) {
    this.results = results;
    this.parameters = parameters;
  }

  /** How many results come before the caller's first. */
  public int results() {
    return results;
  }

  /** How many parameters come before the caller's first. */
  public int parameters() {
    return parameters;
  }
}
