package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * The rows of an INSERT, each of which may go to another shard.
 *
 * @param column the key's
 * @param head what stands before the first row
 * @param rows each with its parentheses
 * @param tail what stands behind the last row
 * @param keys of the rows
 */
public record InsertedRows(
    String column,
    ShardText head,
    ImmutableList<ShardText> rows,
    ShardText tail,
    ImmutableList<Keys.Constraint> keys) {

  /**
   * The statement for some of the rows.
   *
   * @param members their numbers, from 0
   */
  public ShardText of(List<Integer> members) {
    StringBuilder sql = new StringBuilder(head.sql());
    ImmutableIntArray.Builder parameters = ImmutableIntArray.builder();
    parameters.addAll(head.parameters());
    String separator = " ";
    for (int member : members) {
      ShardText row = rows.get(member);
      sql.append(separator).append(row.sql());
      parameters.addAll(row.parameters());
      separator = ", ";
    }
    sql.append(' ').append(tail.sql());
    parameters.addAll(tail.parameters());
    return new ShardText(sql.toString(), parameters.build());
  }

  /** Whether all parts of the statement have some parameters in common. */
  public boolean shareParameters() {
    return !head.parameters().isEmpty() || !tail.parameters().isEmpty();
  }
}
