package io.shardrouter.migrator.model;

/** How far the mover of a move has come; whether it sleeps in between makes no difference. */
enum Mover {
  /** Crashed, gave up, was ended, or committed: what is left to do then anybody can do. */
  GONE(0),
  BEGUN_ON_SOURCE(1),
  BEGUN_ON_BOTH(2),
  FENCED(3),
  COPIED(4),
  /** Decision written and rows deleted, not committed. */
  DECIDING(5);

  static final Mover[] ALL = values();

  /** Its place in a packed state, and in {@link #ALL}. */
  final int code;

  Mover(int code) {
    this.code = code;
  }

  boolean holdsFence() {
    return compareTo(FENCED) >= 0;
  }
}
