package io.shardrouter.migrator.model;

/** What moves. */
enum Thing {
  KEY(0),
  SLOT(1);

  static final Thing[] ALL = values();

  /** Its place in a packed state, and in {@link #ALL}. */
  final int code;

  Thing(int code) {
    this.code = code;
  }
}
