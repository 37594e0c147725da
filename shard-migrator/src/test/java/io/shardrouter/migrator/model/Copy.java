package io.shardrouter.migrator.model;

/**
 * The rows of a key in one place. How many writes there were does not matter, only whether a copy
 * has all that were ever committed: so the writes of a run need no bound.
 */
enum Copy {
  NONE(0),
  STALE(1),
  FRESH(2);

  static final Copy[] ALL = values();

  /** Its place in a packed state, and in {@link #ALL}. */
  final int code;

  Copy(int code) {
    this.code = code;
  }
}
