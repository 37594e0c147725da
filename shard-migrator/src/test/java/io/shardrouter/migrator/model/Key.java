package io.shardrouter.migrator.model;

/** The keys of the modelled slot. */
enum Key {
  /** May be moved by itself, and then has a placement of its own. */
  SINGLE(0),
  /** Moves with its slot only. */
  COMMON(1);

  static final Key[] ALL = values();

  /** Its place in a packed state, and in {@link #ALL}. */
  final int code;

  Key(int code) {
    this.code = code;
  }
}
