package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.SqlState;

/** From texts to shapes. Thread-safe. */
public final class Analyser {
  private final Catalog catalog;

  public Analyser(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The shape of {@code sql}, from memory where it was asked for before.
   *
   * @param searchPath the session's schemas; the catalog's own where it has none of its own
   */
  public Shape shape(String sql, ImmutableList<String> searchPath) {
    return new Shape.Refused(
        new Refusal(
            SqlState.REFUSED,
            "the statement",
            "statements are not analysed yet in " + catalog.searchPath() + searchPath + sql,
            "bind a key"));
  }
}
