package io.shardrouter.migrator.model;

/** What keeps the move protocol right. Each can be taken out of the model. */
enum Protection {
  /**
   * At the begin and under the fence the source's deciding row and its epoch are compared with what
   * the mover believes; without it a mover works from a map that may be as old as a router's.
   */
  COMPARE_AND_SET,
  /** The second of these comparisons alone: a second line of defence behind the exclusions. */
  COMPARED_IN_FENCE,
  /** The guard's shared locks, kept to the end of the transaction. */
  GUARD_LOCK,
  /** Of two placements of a thing the one with the greater epoch stands, in handing over too. */
  EPOCH,
  /** Two open moves of the same slot or key exclude each other on source and target. */
  ONE_MOVE_OF_A_THING,
  /** A key's open move and its slot's open move exclude each other on source and target. */
  KEY_SLOT_EXCLUSION,
  /** A mover that finds an abort cannot commit. */
  FIRST_DECISION_WINS,
  /** An adoption that finds the move finished does nothing. */
  ADOPT_ONCE,
  /** Only who has read the commit (and so knows the nonce) can adopt. */
  ADOPT_AFTER_DECISION,
  /** The target answers SR002, and not the stale SR001, while an adoption is pending. */
  PENDING_ANSWER,
  /** A slot's move leaves out the keys with a row of their own on the source. */
  OWN_KEYS_LEFT_OUT,
  /** A slot's move hands the key rows of the slot to the target. */
  KEY_ROWS_HANDED,
  /** Transactions above READ COMMITTED lock the fence table before their snapshot. */
  SNAPSHOT_FENCE,
  /** The mover takes the group's lock, which wide and scanning guards hold instead of key locks. */
  GROUP_LOCK,
  /** After it has the group's lock, the mover compares the rows with the copy once more. */
  COPY_CHECKED_LAST,
  /** Recovery ends the backends of the mover, asleep or not. */
  BACKENDS_ENDED,
  /** Recovery ends them too when its abort waits for the mover's uncommitted decision. */
  SLEEPER_NOT_AWAITED,
  /** A return and an adoption exclude each other by the lock of the target's journal row. */
  RETURN_LOCKS_JOURNAL,
  /** The decision of a slot's return keeps the handed key rows on the target, where it gives up. */
  RETURN_KEEPS_KEY_ROWS
}
