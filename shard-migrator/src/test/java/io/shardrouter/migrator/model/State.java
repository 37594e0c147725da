package io.shardrouter.migrator.model;

/** What all shards, movers and writers are at one moment; immutable, packed in three numbers. */
record State(long shards, long moves, long moreMoves) {
  static final int SHARDS = 3;
  static final int MOVES = 4;
  static final int WRITERS = 2;

  private static final Bits SLOT_ROW = new Bits(0, 5);
  private static final Bits KEY_ROW = new Bits(15, 5);
  private static final Bits ROWS = new Bits(30, 2);
  private static final Bits WRITER = new Bits(42, 7);
  private static final int[] SWAPPED = {0, 2, 1};

  /** Shard A is the base layout's, and has rows of both keys. */
  static State initial() {
    return new State(0, 0, 0)
        .withRows(0, Key.SINGLE, Copy.FRESH)
        .withRows(0, Key.COMMON, Copy.FRESH);
  }

  static String name(int shard) {
    return String.valueOf((char) ('A' + shard));
  }

  Placement slotRow(int shard) {
    return placement(SLOT_ROW.at(shard, 5).of(shards));
  }

  Placement keyRow(int shard) {
    return placement(KEY_ROW.at(shard, 5).of(shards));
  }

  private static Placement placement(int bits) {
    return new Placement(bits & 3, bits >> 2);
  }

  Placement row(Thing thing, int shard) {
    return thing == Thing.KEY ? keyRow(shard) : slotRow(shard);
  }

  State withRow(Thing thing, int shard, Placement row) {
    Bits field = (thing == Thing.KEY ? KEY_ROW : SLOT_ROW).at(shard, 5);
    return withShards(field.set(shards, row.shard() | (row.epoch() << 2)));
  }

  /** The row that decides on a shard who holds the key: its own, else its slot's, else the base. */
  Placement deciding(int shard, Key key) {
    Placement own = keyRow(shard);
    return key == Key.SINGLE && own.isRow() ? own : slotRow(shard);
  }

  Placement deciding(int shard, Thing thing) {
    return thing == Thing.KEY ? deciding(shard, Key.SINGLE) : slotRow(shard);
  }

  boolean holds(int shard, Key key) {
    return deciding(shard, key).shard() == shard;
  }

  Copy rows(int shard, Key key) {
    return Copy.ALL[ROWS.at(shard * 2 + key.code, 2).of(shards)];
  }

  State withRows(int shard, Key key, Copy copy) {
    return withShards(ROWS.at(shard * 2 + key.code, 2).set(shards, copy.code));
  }

  Writer writer(int index) {
    return Writer.unpacked(WRITER.at(index, 7).of(shards));
  }

  State withWriter(int index, Writer writer) {
    return withShards(WRITER.at(index, 7).set(shards, writer.packed()));
  }

  private State withShards(long changed) {
    return new State(changed, moves, moreMoves);
  }

  Move move(int index) {
    return new Move((int) ((index < 2 ? moves : moreMoves) >>> ((index & 1) * 32)));
  }

  State withMove(int index, Move move) {
    int shift = (index & 1) * 32;
    long mask = 0xFFFFFFFFL << shift;
    long bits = (move.bits() & 0xFFFFFFFFL) << shift;
    return index < 2
        ? new State(shards, (moves & ~mask) | bits, moreMoves)
        : new State(shards, moves, (moreMoves & ~mask) | bits);
  }

  /**
   * One state for all that differ in names alone. Writers are alike, and so are moves, since
   * whatever belongs to one stands inside it; and shards B and C, since the base layout names
   * neither.
   */
  State canonical() {
    int b = traits(1);
    int c = traits(2);
    if (b != c) {
      return b > c ? sorted() : renamed().sorted();
    }
    State sorted = sorted();
    State swapped = renamed().sorted();
    return sorted.compareTo(swapped) <= 0 ? sorted : swapped;
  }

  /**
   * What a shard is like apart from names: where B and C differ in it, this tells which is which.
   */
  private int traits(int shard) {
    return slotRow(shard).epoch()
        | (keyRow(shard).epoch() << 3)
        | (rows(shard, Key.SINGLE).code << 6)
        | (rows(shard, Key.COMMON).code << 8);
  }

  private int compareTo(State other) {
    int first = Long.compare(shards, other.shards);
    int second = first != 0 ? first : Long.compare(moves, other.moves);
    return second != 0 ? second : Long.compare(moreMoves, other.moreMoves);
  }

  private State sorted() {
    State result = this;
    if (writer(0).packed() < writer(1).packed()) {
      result = result.withWriter(0, writer(1)).withWriter(1, writer(0));
    }
    for (int end = MOVES - 1; end > 0; end--) {
      for (int i = 0; i < end; i++) {
        Move left = result.move(i);
        Move right = result.move(i + 1);
        if (Integer.compareUnsigned(left.bits(), right.bits()) < 0) {
          result = result.withMove(i, right).withMove(i + 1, left);
        }
      }
    }
    return result;
  }

  private State renamed() {
    State result = new State(0, 0, 0);
    for (int shard = 0; shard < SHARDS; shard++) {
      int there = SWAPPED[shard];
      result = result.withRow(Thing.KEY, there, renamed(keyRow(shard)));
      result = result.withRow(Thing.SLOT, there, renamed(slotRow(shard)));
      for (Key key : Key.ALL) {
        result = result.withRows(there, key, rows(shard, key));
      }
    }
    for (int i = 0; i < WRITERS; i++) {
      Writer w = writer(i);
      result = result.withWriter(i, new Writer(w.phase(), w.mode(), SWAPPED[w.shard()], w.key()));
    }
    for (int i = 0; i < MOVES; i++) {
      result = result.withMove(i, move(i).renamed(SWAPPED));
    }
    return result;
  }

  private static Placement renamed(Placement row) {
    return new Placement(SWAPPED[row.shard()], row.epoch());
  }
}
