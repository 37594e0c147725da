package io.shardrouter.internal.exec;

import io.shardrouter.internal.plan.Planner;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The parameters of one execution, by their numbers in the caller's text, from 1. Shards are asked
 * at the same time, and perhaps again, so both methods are called by several threads and any number
 * of times.
 */
public interface Arguments extends Planner.Values {
  /** Sets the parameter {@code at} of {@code statement} to the caller's parameter {@code index}. */
  void bind(PreparedStatement statement, int at, int index) throws SQLException;
}
