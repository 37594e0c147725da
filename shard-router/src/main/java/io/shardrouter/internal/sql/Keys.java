package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;

/**
 * Which keys a statement's rows can have. Where {@code complete}, the statement touches no row of a
 * sharded table but those; where not, it may touch any.
 *
 * @param constraints one for each mention of a sharded table, for each row that is inserted, and
 *     for each key that rows are given
 */
public record Keys(ImmutableList<Constraint> constraints, boolean complete) {
  /** Any row may be touched. */
  public static final Keys UNKNOWN = new Keys(ImmutableList.of(), false);

  /**
   * The key of each row is one of {@code values}.
   *
   * @param group the colocation group's name
   * @param of which rows
   */
  public record Constraint(String group, ImmutableList<KeyValue> values, Of of) {}

  /** Which rows a constraint is about. */
  public enum Of {
    /** Rows that are there: none has NULL as its key. */
    THERE,
    /** Rows as they are written: NULL would be their key. */
    WRITTEN
  }
}
