package io.shardrouter.migrator.model;

import java.util.Set;

/** A move: journal rows of both sides, decision, staging, and its mover. Packed in an int. */
record Move(int bits) {
  static final Move UNUSED = new Move(0);

  /** Stands for every move with which nothing can happen any more; only counts. */
  static final Move SPENT = new Move(-1);

  /** More than the moves of a run can count up to. */
  static final int GREATEST_EPOCH = 7;

  private static final Bits THING = new Bits(0, 1);
  private static final Bits RETURNS = new Bits(1, 1);
  private static final Bits SOURCE = new Bits(2, 2);
  private static final Bits TARGET = new Bits(4, 2);
  private static final Bits EPOCH = new Bits(6, 3);
  private static final Bits MOVER = new Bits(9, 3);
  private static final Bits OPEN_ON_SOURCE = new Bits(12, 1);
  private static final Bits ON_TARGET = new Bits(13, 2);
  private static final Bits DECISION = new Bits(15, 2);
  private static final Bits STAGED = new Bits(17, 2);
  private static final Bits HANDED_SHARD = new Bits(21, 2);
  private static final Bits HANDED_EPOCH = new Bits(23, 3);

  static Move begun(Thing thing, int source, int target, int epoch) {
    return UNUSED
        .with(THING, thing.code)
        .with(SOURCE, source)
        .with(TARGET, target)
        .with(EPOCH, epoch)
        .with(MOVER, Mover.BEGUN_ON_SOURCE.code)
        .with(OPEN_ON_SOURCE, 1);
  }

  /** The return of this move, begun. */
  Move takenBack() {
    int home = source();
    return begun(thing(), target(), home, epoch() + 1).with(RETURNS, 1);
  }

  private Move with(Bits field, int value) {
    return new Move((int) field.set(bits, value));
  }

  boolean isLive() {
    return bits != 0 && bits != -1;
  }

  Thing thing() {
    return Thing.ALL[THING.of(bits)];
  }

  boolean returns() {
    return RETURNS.of(bits) == 1;
  }

  int source() {
    return SOURCE.of(bits);
  }

  int target() {
    return TARGET.of(bits);
  }

  int epoch() {
    return EPOCH.of(bits);
  }

  Mover mover() {
    return Mover.ALL[MOVER.of(bits)];
  }

  Move with(Mover mover) {
    return with(MOVER, mover.code);
  }

  boolean openOnSource() {
    return OPEN_ON_SOURCE.of(bits) == 1;
  }

  Move finishedOnSource() {
    return with(OPEN_ON_SOURCE, 0);
  }

  OnTarget onTarget() {
    return OnTarget.ALL[ON_TARGET.of(bits)];
  }

  Move with(OnTarget state) {
    return with(ON_TARGET, state.code);
  }

  Decision decision() {
    return Decision.ALL[DECISION.of(bits)];
  }

  Move with(Decision decision) {
    return with(DECISION, decision.code);
  }

  Copy staged(Key key) {
    return Copy.ALL[STAGED.at(key.code, 2).of(bits)];
  }

  Move withStaged(Key key, Copy copy) {
    return with(STAGED.at(key.code, 2), copy.code);
  }

  /** The row of the single key that a slot's move hands over. */
  Placement handed() {
    return new Placement(HANDED_SHARD.of(bits), HANDED_EPOCH.of(bits));
  }

  Move withHanded(Placement row) {
    return with(HANDED_SHARD, row.shard()).with(HANDED_EPOCH, row.epoch());
  }

  Move withoutStaging() {
    return withStaged(Key.SINGLE, Copy.NONE)
        .withStaged(Key.COMMON, Copy.NONE)
        .withHanded(Placement.ABSENT);
  }

  boolean isOpenOn(int shard) {
    return (source() == shard && openOnSource()) || (target() == shard && onTarget().isOpen());
  }

  boolean pendsOn(int shard) {
    return target() == shard && onTarget().isOpen();
  }

  /** Whether the rows of this key go with the move, as the source's key rows are now. */
  boolean takesAlong(Key key, State state, Set<Protection> protections) {
    if (thing() == Thing.KEY || key == Key.COMMON) {
      return thing() == Thing.SLOT || key == Key.SINGLE;
    }
    return !state.keyRow(source()).isRow() || !protections.contains(Protection.OWN_KEYS_LEFT_OUT);
  }

  boolean awaitsAdoption() {
    return decision() == Decision.COMMIT && onTarget() == OnTarget.STAGED;
  }

  /**
   * Whether only its number is left to remember: both journals closed, decided, nobody works on it.
   */
  boolean isSpent() {
    return isLive()
        && mover() == Mover.GONE
        && !openOnSource()
        && !onTarget().isOpen()
        && decision() != Decision.NONE;
  }

  Move renamed(int[] shards) {
    if (!isLive()) {
      return this;
    }
    Move moved = with(SOURCE, shards[source()]).with(TARGET, shards[target()]);
    return handed().isRow() ? moved.with(HANDED_SHARD, shards[handed().shard()]) : moved;
  }

  @Override
  public String toString() {
    return (returns() ? "return" : "move")
        + " of the "
        + (thing() == Thing.KEY ? "key" : "slot")
        + " "
        + State.name(source())
        + "->"
        + State.name(target())
        + " at epoch "
        + epoch();
  }
}
