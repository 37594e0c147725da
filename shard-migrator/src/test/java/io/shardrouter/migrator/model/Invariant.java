package io.shardrouter.migrator.model;

import java.util.List;

/** What must hold in every reachable state and over every step. */
enum Invariant {
  /**
   * At most one shard's guard passes for a key, and keeps passing while a transaction behind it is
   * open; and at most one shard has rows of the key.
   */
  ONE_OWNER("OneOwner"),
  /** Every committed write is in the holder's rows, or else in the staging of a decided move. */
  NO_LOST_WRITE("NoLostWrite"),
  /** No old rows in a table, no placement that gives way to an older one, no second adoption. */
  NO_RESURRECTION("NoResurrection"),
  /** Recovery alone makes each key writable for each router, and no router is sent in circles. */
  NO_DEAD_KEY("NoDeadKey"),
  /** Where a placement points there is a greater epoch, or the move that wrote it arrives. */
  EPOCHS_GROW("EpochsGrow");

  private final String word;

  Invariant(String word) {
    this.word = word;
  }

  /** Adds what breaks this invariant to the others found. */
  void brokenBy(String how, List<Broken> found) {
    found.add(new Broken(this, how));
  }

  record Broken(Invariant invariant, String how) {
    @Override
    public String toString() {
      return invariant.word + ": " + how;
    }
  }
}
