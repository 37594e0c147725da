package io.shardrouter.migrator;

import java.time.Duration;
import java.util.List;

/**
 * What a move would do.
 *
 * @param source the shard that holds it now
 * @param target the shard that would hold it
 * @param tables each table's share, in the order of the copy
 * @param pause roughly how long writers of the subject would be kept off
 * @param objections why the move would be refused, each a sentence; empty: it would not be
 */
public record MovePlan(
    int source, int target, List<Table> tables, Duration pause, List<String> objections) {

  /** Copies the lists. */
  public MovePlan {
    tables = List.copyOf(tables);
    objections = List.copyOf(objections);
  }

  /**
   * A table's share.
   *
   * @param name qualified, and quoted where it must be
   * @param rows that would move
   * @param bytes their size as stored
   */
  public record Table(String name, long rows, long bytes) {}

  /** Rows over all tables. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** Bytes over all tables. */
  public long bytes() {
    return tables.stream().mapToLong(Table::bytes).sum();
  }
}
