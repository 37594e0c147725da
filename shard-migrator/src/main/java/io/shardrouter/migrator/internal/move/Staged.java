package io.shardrouter.migrator.internal.move;

import com.google.common.collect.ImmutableList;

/**
 * What a move has put into staging tables on its target.
 *
 * @param tables parents first
 */
record Staged(ImmutableList<Table> tables) {
  /**
   * One table's rows.
   *
   * @param name of the real table
   * @param condition which rows of it are the subject's, on the source
   * @param rows how many were copied
   * @param bytes how many passed through the mover
   */
  record Table(String name, String condition, long rows, long bytes) {}

  long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  long bytes() {
    return tables.stream().mapToLong(Table::bytes).sum();
  }
}
