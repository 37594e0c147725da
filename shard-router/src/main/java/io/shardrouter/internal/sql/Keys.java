package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;

/**
 * Which keys a statement's rows can have. Where {@code complete}, the statement touches no row of a
 * sharded table but those; where not, it may touch any.
 *
 * @param constraints one for each mention of a sharded table, and for each row that is inserted
 */
public record Keys(ImmutableList<Constraint> constraints, boolean complete) {
  /** Any row may be touched. */
  public static final Keys UNKNOWN = new Keys(ImmutableList.of(), false);

  /**
   * The key of each row is one of {@code values}.
   *
   * @param group the colocation group's name
   */
  public record Constraint(String group, ImmutableList<KeyValue> values) {}
}
