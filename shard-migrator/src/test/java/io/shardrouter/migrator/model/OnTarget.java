package io.shardrouter.migrator.model;

/** State of the target's journal row. */
enum OnTarget {
  NONE(0),
  BEGUN(1),
  STAGED(2),
  FINISHED(3);

  static final OnTarget[] ALL = values();

  /** Its place in a packed state, and in {@link #ALL}. */
  final int code;

  OnTarget(int code) {
    this.code = code;
  }

  boolean isOpen() {
    return this == BEGUN || this == STAGED;
  }
}
