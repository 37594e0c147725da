package io.shardrouter.migrator.model;

/** A router's transaction on one key. */
record Writer(Phase phase, Mode mode, int shard, Key key) {
  static final Writer IDLE = new Writer(Phase.IDLE, Mode.READ_COMMITTED, 0, Key.SINGLE);

  enum Phase {
    IDLE(0),
    /** Above READ COMMITTED: the snapshot is taken, in which this shard held the key. */
    SNAPSHOT(1),
    GUARDED(2),
    WRITTEN(3);

    private static final Phase[] ALL = values();
    private final int code;

    Phase(int code) {
      this.code = code;
    }
  }

  enum Mode {
    READ_COMMITTED(0),
    REPEATABLE_READ(1),
    /** The group's lock stands for those of slot and key: many keys, or no key at all. */
    WIDE(2);

    private static final Mode[] ALL = values();
    private final int code;

    Mode(int code) {
      this.code = code;
    }
  }

  int packed() {
    return phase.code | (mode.code << 2) | (shard << 4) | (key.code << 6);
  }

  static Writer unpacked(int bits) {
    return bits == 0
        ? IDLE
        : new Writer(
            Phase.ALL[bits & 3],
            Mode.ALL[(bits >> 2) & 3],
            (bits >> 4) & 3,
            Key.ALL[(bits >> 6) & 1]);
  }

  Writer at(Phase later) {
    return new Writer(later, mode, shard, key);
  }

  boolean isOpenOn(int where) {
    return phase != Phase.IDLE && shard == where;
  }

  boolean hasPassed() {
    return phase == Phase.GUARDED || phase == Phase.WRITTEN;
  }
}
