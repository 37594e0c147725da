package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.SQLException;

/** Why the rows of a group may not move from one shard to another. */
public final class Objections {
  private Objections() {}

  /**
   * All reasons at once, each a sentence that says what to do; empty: rows may move.
   *
   * @param source a connection to the shard that gives, as the role that reads and deletes there
   * @param s the group as read there
   * @param target a connection to the shard that takes
   * @param t the group as read there
   */
  public static ImmutableList<String> of(
      Connection source, GroupCatalog s, Connection target, GroupCatalog t, Options options)
      throws SQLException {
    Side from = Side.source(source, s, options);
    Side to = Side.target(target, t, options);
    return ImmutableList.<String>builder()
        .addAll(Shape.objections(from))
        .addAll(Shape.objections(to))
        .addAll(Differences.between(s, t))
        .addAll(References.objections(from))
        .addAll(References.objections(to))
        .addAll(Uniqueness.objections(from, to))
        .addAll(Actions.objections(from))
        .addAll(Actions.objections(to))
        .addAll(Rights.objections(from))
        .addAll(Rights.objections(to))
        .build();
  }
}
