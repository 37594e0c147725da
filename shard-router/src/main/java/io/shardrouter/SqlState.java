package io.shardrouter;

/**
 * The SQLSTATEs with which this library answers. Those that begin with {@code SR} are its own; the
 * rest are the standard's, for failures that callers already know how to retry.
 */
public enum SqlState {
  /** The shard no longer holds the key; raised by the guard, followed by the router. */
  MOVED("SR001"),
  /** The key is decided to be here, but its rows still wait to be adopted; raised by the guard. */
  BEING_ADOPTED("SR002"),
  /** The sharding key is missing, cannot be converted, or contradicts another one. */
  BAD_KEY("SR003"),
  /** The statement cannot be run here exactly; the message says where it can be. */
  REFUSED("SR004"),
  /** The transaction already writes on one shard and would write on a second. */
  SECOND_SHARD("SR005"),
  /** What the query must hold in memory exceeds the byte budget. */
  BYTE_BUDGET("SR006"),
  /** Configuration and shard disagree about layout, schema version, or the shards there are. */
  MISCONFIGURED("SR007"),
  /** A scatter failed on a shard, ran out of time, or was interrupted. */
  SCATTER_FAILED("SR008"),
  /** The isolation level is above READ COMMITTED and the transaction did not take the fence. */
  UNFENCED_ISOLATION("SR009"),
  /** Standard {@code serialization_failure}: run the transaction again. */
  RETRY("40001"),
  /** Standard {@code lock_not_available}: a guard waited longer than {@code guardWait}. */
  GUARD_WAIT("55P03"),
  /** Standard {@code sqlclient_unable_to_establish_sqlconnection}: no connection to the shard. */
  UNREACHABLE("08001"),
  /** Standard {@code connection_does_not_exist}: the connection or data source is closed. */
  CLOSED("08003");

  private final String code;

  SqlState(String code) {
    this.code = code;
  }

  /** The five characters, as in {@link java.sql.SQLException#getSQLState()}. */
  public String code() {
    return code;
  }

  /** Whether {@code sqlState}, which may be null, is this one. */
  public boolean matches(@org.jspecify.annotations.Nullable String sqlState) {
    return code.equals(sqlState);
  }
}
