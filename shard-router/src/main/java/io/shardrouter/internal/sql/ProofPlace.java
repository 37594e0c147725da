package io.shardrouter.internal.sql;

/**
 * Where the text of a SELECT that has no OFFSET takes one: an expression by which its shard proves,
 * of the very snapshot by which it reads, that it holds the key.
 *
 * @param at behind the statement's last character
 * @param parameters how many parameters it has
 */
public record ProofPlace(int at, int parameters) {
  /** The text takes none: a guard is needed. */
  public static final ProofPlace NONE = new ProofPlace(-1, 0);

  /** Whether the text takes none. */
  public boolean isNone() {
    return at < 0;
  }

  /** {@code sql} with the OFFSET in it. */
  public String with(String offset, String sql) {
    return sql.substring(0, at) + " offset " + offset + sql.substring(at);
  }
}
