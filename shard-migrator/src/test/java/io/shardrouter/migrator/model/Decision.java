package io.shardrouter.migrator.model;

/** The source's decision row of a move. */
enum Decision {
  NONE(0),
  ABORT(1),
  COMMIT(2);

  static final Decision[] ALL = values();

  /** Its place in a packed state, and in {@link #ALL}. */
  final int code;

  Decision(int code) {
    this.code = code;
  }
}
