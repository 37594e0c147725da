package io.shardrouter.internal.sql;

/**
 * Where the text of a SELECT takes one more condition: that its shard holds the key, by the very
 * snapshot by which it reads.
 *
 * @param at behind the last character of its WHERE clause
 * @param parameters how many of its parameters stand before that
 */
public record ProofPlace(int at, int parameters) {
  /** The text takes none: a guard is needed. */
  public static final ProofPlace NONE = new ProofPlace(-1, 0);

  /** Whether the text takes no condition. */
  public boolean isNone() {
    return at < 0;
  }

  /** {@code sql} with the condition in it. */
  public String with(String condition, String sql) {
    return sql.substring(0, at) + " and " + condition + sql.substring(at);
  }
}
