package io.shardrouter;

import java.util.List;

/**
 * How a statement would be run, as {@link ShardedDataSource#explain} tells it. Immutable.
 *
 * @param kind how it is routed
 * @param shards the shards that it goes to, in the order of their ids; empty where it is refused,
 *     or where its key is a parameter without a value
 * @param lines the shape, the route, what each shard is asked, and how the answers are put
 *     together, for people; their wording may change
 */
public record Explanation(Kind kind, List<Integer> shards, List<String> lines) {
  /** How a statement is routed. */
  public enum Kind {
    /** Verbatim to the shard that holds its key. */
    SINGLE_SHARD,
    /** Verbatim to one shard: it touches no sharded table, or one shard was named. */
    ANY_SHARD,
    /** To several shards; their rows are given one after the other or merged by an order. */
    MERGED,
    /** To several shards; their groups, counts, sums and the like are folded into one row each. */
    FOLDED,
    /** To several shards; PostgreSQL finishes the answer on one of them. */
    FINISHED,
    /**
     * An INSERT whose rows go to several shards: refused in a transaction, and without {@code
     * transactions: best-effort}.
     */
    SPLIT,
    /** Done by the session: a setting, or transaction control. */
    SESSION,
    /** Not run. */
    REFUSED
  }

  /** Copies its lists. */
  public Explanation {
    shards = List.copyOf(shards);
    lines = List.copyOf(lines);
  }

  /** The lines, one under the other. */
  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
