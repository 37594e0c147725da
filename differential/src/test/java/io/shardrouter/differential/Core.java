package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;

/**
 * A SELECT without its ORDER BY.
 *
 * @param form what kind of a SELECT
 * @param columns of its result
 * @param free what it may be ordered by besides its columns; empty where those are all
 * @param total what decides the order of all rows; where empty, its columns do
 * @param lead what its ORDER BY must begin with
 */
record Core(
    String form,
    String sql,
    ImmutableList<Column> columns,
    Scope free,
    ImmutableList<String> total,
    String lead) {

  /** The kinds of its columns. */
  ImmutableList<Kind> kinds() {
    return columns.stream().map(Column::kind).collect(ImmutableList.toImmutableList());
  }
}
