package io.shardrouter.internal.routing;

/**
 * The advisory locks of a shard: all of one class, their ids by the rules of the shard's schema.
 * Two of them with the same id do no harm: whoever waits needlessly only waits.
 */
public enum ShardLock {
  /** Exclusively while the schema is installed. */
  INSTALLATION("hashtext('install')"),
  /** Shared, for as long as the session lasts, by every connection without guards. */
  UNGUARDED("hashtext('unguarded')"),
  /** Shared by statements of no key that write. Parameter: the group. */
  GROUP("hashtext('g:' || ?)"),
  /** Shared by the guards of the slot's keys. Parameters: the group, the slot. */
  SLOT("shard_router.slot_lock(?, ?)"),
  /** Shared by the key's guards. Parameters: the group, the key. */
  KEY("shard_router.key_lock(?, ?)"),
  /** Exclusively while a move of the slot, or of a key in it, begins. Parameters: as of SLOT. */
  BEGINNING("hashtext('m:' || ? || ':' || ?::text)");

  /** The class of them all: "SHRD" in ASCII. */
  public static final int CLASS = 1397248580;

  private final String id;

  ShardLock(String id) {
    this.id = id;
  }

  /** Its id within the class, as an SQL expression. */
  public String id() {
    return id;
  }

  /** Takes it up to the end of the transaction, against all others. */
  public String exclusive() {
    return "select pg_advisory_xact_lock(" + CLASS + ", " + id + ")";
  }

  /** Takes it up to the end of the transaction, beside others that do the same. */
  public String shared() {
    return "select pg_advisory_xact_lock_shared(" + CLASS + ", " + id + ")";
  }

  /** As {@link #shared}, up to the end of the session. */
  public String sharedBySession() {
    return "select pg_advisory_lock_shared(" + CLASS + ", " + id + ")";
  }
}
